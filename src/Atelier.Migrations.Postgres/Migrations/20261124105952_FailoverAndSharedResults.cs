using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Atelier.Migrations.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class FailoverAndSharedResults : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "cache_key",
                table: "generations",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "leader_id",
                table: "generations",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "served_input",
                table: "generations",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "served_model",
                table: "generations",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "served_price_rule",
                table: "generations",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "state_since",
                table: "generations",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "cached_results",
                columns: table => new
                {
                    user_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    book = table.Column<int>(type: "integer", nullable: false),
                    key = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    generation_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_cached_results", x => new { x.user_id, x.book, x.key });
                });

            migrationBuilder.CreateIndex(
                name: "ix_generations_followers",
                table: "generations",
                columns: new[] { "leader_id", "state" },
                filter: "state < 6 AND leader_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_cached_results_expires_at",
                table: "cached_results",
                column: "expires_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "cached_results");

            migrationBuilder.DropIndex(
                name: "ix_generations_followers",
                table: "generations");

            migrationBuilder.DropColumn(
                name: "cache_key",
                table: "generations");

            migrationBuilder.DropColumn(
                name: "leader_id",
                table: "generations");

            migrationBuilder.DropColumn(
                name: "served_input",
                table: "generations");

            migrationBuilder.DropColumn(
                name: "served_model",
                table: "generations");

            migrationBuilder.DropColumn(
                name: "served_price_rule",
                table: "generations");

            migrationBuilder.DropColumn(
                name: "state_since",
                table: "generations");
        }
    }
}
