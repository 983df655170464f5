using Atelier.Services;

namespace Atelier.Api.Requests;

/// <summary>A part of a request that was read, or could not be. <see cref="RequestRules"/> refuses the request in the second case.</summary>
internal interface IReadRequest
{
    /// <summary>Why it could not be read.</summary>
    ServiceError? Error { get; }
}
