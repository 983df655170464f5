using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Atelier.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class AddCreditBooks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_ledger_moves_slot",
                table: "ledger_moves");

            migrationBuilder.AddColumn<string>(
                name: "source_id",
                table: "ledger_moves",
                type: "TEXT",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "estimated_cost_micro_usd",
                table: "attempts",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "credit_lots",
                columns: table => new
                {
                    move_id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    user_id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    book = table.Column<int>(type: "INTEGER", nullable: false),
                    amount_micro = table.Column<long>(type: "INTEGER", nullable: false),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: false),
                    settled_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_credit_lots", x => x.move_id);
                    table.CheckConstraint("ck_credit_lots_amount", "amount_micro > 0");
                    table.ForeignKey(
                        name: "fk_credit_lots_move_id",
                        column: x => x.move_id,
                        principalTable: "ledger_moves",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "top_up_codes",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    hint = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    book = table.Column<int>(type: "INTEGER", nullable: false),
                    amount_micro = table.Column<long>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    created_by = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    note = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: true),
                    credits_expire_at = table.Column<long>(type: "INTEGER", nullable: true),
                    redeemed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    redeemed_by = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    payer_id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    revoked_at = table.Column<long>(type: "INTEGER", nullable: true),
                    code_hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_top_up_codes", x => x.id);
                    table.CheckConstraint("ck_top_up_codes_amount", "amount_micro > 0");
                });

            migrationBuilder.CreateIndex(
                name: "ix_ledger_moves_source_id_id",
                table: "ledger_moves",
                columns: new[] { "source_id", "id" },
                filter: "source_id IS NOT NULL");

            migrationBuilder.AddCheckConstraint(
                name: "ck_ledger_moves_slot",
                table: "ledger_moves",
                sql: "(move = 1 AND generation_id IS NOT NULL AND slot IS NOT NULL AND slot = 'hold') OR (move IN (2, 3) AND generation_id IS NOT NULL AND slot IS NOT NULL AND slot = 'end') OR (move IN (4, 5, 6, 7) AND generation_id IS NULL AND slot IS NULL)");

            migrationBuilder.CreateIndex(
                name: "ix_credit_lots_due",
                table: "credit_lots",
                column: "expires_at",
                filter: "settled_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_credit_lots_user_id_book_expires_at",
                table: "credit_lots",
                columns: new[] { "user_id", "book", "expires_at" });

            migrationBuilder.CreateIndex(
                name: "ix_top_up_codes_code_hash",
                table: "top_up_codes",
                column: "code_hash",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "credit_lots");

            migrationBuilder.DropTable(
                name: "top_up_codes");

            migrationBuilder.DropIndex(
                name: "ix_ledger_moves_source_id_id",
                table: "ledger_moves");

            migrationBuilder.DropCheckConstraint(
                name: "ck_ledger_moves_slot",
                table: "ledger_moves");

            migrationBuilder.DropColumn(
                name: "source_id",
                table: "ledger_moves");

            migrationBuilder.DropColumn(
                name: "estimated_cost_micro_usd",
                table: "attempts");

            migrationBuilder.AddCheckConstraint(
                name: "ck_ledger_moves_slot",
                table: "ledger_moves",
                sql: "(move = 1 AND generation_id IS NOT NULL AND slot IS NOT NULL AND slot = 'hold') OR (move IN (2, 3) AND generation_id IS NOT NULL AND slot IS NOT NULL AND slot = 'end') OR (move = 4 AND generation_id IS NULL AND slot IS NULL)");
        }
    }
}
