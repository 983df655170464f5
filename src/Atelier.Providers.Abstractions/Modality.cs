namespace Atelier.Providers;

/// <summary>What kind of result a model makes. The wire name is the lower-case member name.</summary>
public enum Modality
{
    /// <summary>One or more pictures.</summary>
    Image = 1,

    /// <summary>A moving picture, with or without sound.</summary>
    Video = 2,

    /// <summary>Spoken words made from text.</summary>
    Speech = 3,

    /// <summary>Text made from spoken words.</summary>
    Transcription = 4,

    /// <summary>A chat answer.</summary>
    Chat = 5,

    /// <summary>Text in English made from words spoken in any language.</summary>
    Translation = 6,

    /// <summary>Sounds made from a description: effects, ambience.</summary>
    Sound = 7,

    /// <summary>Music made from a description or from other music.</summary>
    Music = 8,

    /// <summary>A textured 3D shape, as a binary glTF file.</summary>
    Mesh = 9,

    /// <summary>Vectors that stand for the meaning of texts.</summary>
    Embedding = 10,
}
