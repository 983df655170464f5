using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Atelier.Services.Persistence.Model;

/// <summary>Names columns, keys and indices as SQL does, so that hand-written statements need no quotes on either database.</summary>
internal static class SnakeCase
{
    public static void Apply(IMutableModel model)
    {
        foreach (var table in model.GetEntityTypes())
        {
            foreach (var property in table.GetProperties())
            {
                // A configuration that names a column has the last word.
                if (property.GetColumnName() == property.Name)
                {
                    property.SetColumnName(Of(property.Name));
                }
            }

            foreach (var key in table.GetKeys())
            {
                key.SetName(key.GetName()?.ToLowerInvariant());
            }

            foreach (var key in table.GetForeignKeys())
            {
                key.SetConstraintName($"fk_{table.GetTableName()}_{string.Join('_', key.Properties.Select(p => p.GetColumnName()))}");
            }

            foreach (var index in table.GetIndexes().Where(index => index.GetDatabaseName()?.StartsWith("IX_", StringComparison.Ordinal) == true))
            {
                index.SetDatabaseName($"ix_{table.GetTableName()}_{string.Join('_', index.Properties.Select(p => p.GetColumnName()))}");
            }
        }
    }

    public static string Of(string name)
    {
        var text = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsAsciiLetterUpper(name[i]) && i > 0)
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }
}
