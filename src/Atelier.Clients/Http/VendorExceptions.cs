namespace Atelier.Clients.Http;

/// <summary>The vendor does not accept the key (401).</summary>
public sealed class VendorAuthenticationException(VendorFault fault, Exception? inner = null) : VendorException(fault, inner);

/// <summary>The key may not do this (403).</summary>
public sealed class VendorPermissionException(VendorFault fault, Exception? inner = null) : VendorException(fault, inner);

/// <summary>The account at the vendor has no money left for this call.</summary>
public sealed class VendorBalanceException(VendorFault fault, Exception? inner = null) : VendorException(fault, inner);

/// <summary>The vendor's moderation refused the content.</summary>
public sealed class VendorContentRefusedException(VendorFault fault, Exception? inner = null) : VendorException(fault, inner);

/// <summary>The vendor finds the call itself wrong (400, 413, 422 and other 4xx).</summary>
public sealed class VendorInvalidRequestException(VendorFault fault, Exception? inner = null) : VendorException(fault, inner);

/// <summary>The vendor knows no such thing (404).</summary>
public sealed class VendorNotFoundException(VendorFault fault, Exception? inner = null) : VendorException(fault, inner);

/// <summary>Too many calls (429). <see cref="VendorException.RetryAfter"/> is set when the vendor said how long to wait.</summary>
public sealed class VendorRateLimitedException(VendorFault fault, Exception? inner = null) : VendorException(fault, inner);

/// <summary>Too many calls wait for their turn at this client; this one was not sent. <see cref="VendorException.RetryAfter"/> is set.</summary>
public sealed class VendorBusyException(VendorFault fault, Exception? inner = null) : VendorException(fault, inner);

/// <summary>
/// The vendor failed so often lately that calls of this class are not sent for a while (an open circuit breaker).
/// <see cref="VendorException.RetryAfter"/> tells when trying makes sense.
/// </summary>
public sealed class VendorCircuitOpenException(VendorFault fault, Exception? inner = null) : VendorException(fault, inner);

/// <summary>A fault on the vendor's side (5xx).</summary>
public sealed class VendorServerException(VendorFault fault, Exception? inner = null) : VendorException(fault, inner);

/// <summary>No answer, or no next byte of it, within the time allowed.</summary>
public sealed class VendorTimeoutException(VendorFault fault, Exception? inner = null) : VendorException(fault, inner);

/// <summary>The vendor could not be reached, or the connection broke before the whole answer had come.</summary>
public sealed class VendorConnectionException(VendorFault fault, Exception? inner = null) : VendorException(fault, inner);

/// <summary>The answer is not what the vendor's contract says: malformed, of another type, too large, or a redirect that is not followed.</summary>
public sealed class VendorProtocolException(VendorFault fault, Exception? inner = null) : VendorException(fault, inner);

/// <summary>A result URL points where downloads are not allowed to go.</summary>
public sealed class DownloadRefusedException(VendorFault fault, Exception? inner = null) : VendorException(fault, inner);
