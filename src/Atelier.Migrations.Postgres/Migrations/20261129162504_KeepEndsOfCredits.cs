using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Atelier.Migrations.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class KeepEndsOfCredits : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "ends_before",
                table: "credit_lots",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "ends_before",
                table: "credit_lots");
        }
    }
}
