using System.Xml.Linq;
using Atelier.Services.Secrets;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace Atelier.Server.Secrets;

/// <summary>Seals the framework's own keys before they are written to the data folder, when there is a master key.</summary>
internal static class SealedKeyRing
{
    public static void AddSealedKeyRing(this IServiceCollection services) =>
        services.AddOptions<KeyManagementOptions>().Configure<ISecretSealer>((options, sealer) =>
        {
            if (sealer.CurrentKeyId is not null)
            {
                options.XmlEncryptor = new Encryptor(sealer);
            }
        });

    internal sealed class Encryptor(ISecretSealer sealer) : IXmlEncryptor
    {
        public const string SealedFor = "ASP.NET data protection key";

        public EncryptedXmlInfo Encrypt(XElement plaintextElement) => new(
            new XElement("sealed", sealer.Seal(SealedFor, plaintextElement.ToString(SaveOptions.DisableFormatting))), typeof(Decryptor));
    }

    /// <summary>Made by the framework, by the name of its type in the file.</summary>
    internal sealed class Decryptor(IServiceProvider services) : IXmlDecryptor
    {
        public XElement Decrypt(XElement encryptedElement) =>
            XElement.Parse(services.GetRequiredService<ISecretSealer>().Open(Encryptor.SealedFor, encryptedElement.Value));
    }
}
