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
}
