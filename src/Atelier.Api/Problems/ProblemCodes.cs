namespace Atelier.Api.Problems;

/// <summary>Codes of problems that this layer finds by itself; the service layer names its own. All are listed in <c>docs/reference/problems.md</c>.</summary>
internal static class ProblemCodes
{
    public const string BadRequest = "bad_request";
    public const string BodyTooLarge = "body_too_large";
    public const string BrokenMultipart = "broken_multipart";
    public const string CsrfTokenMissing = "csrf_token_missing";
    public const string EmptyFile = "empty_file";
    public const string FileTooLarge = "file_too_large";
    public const string InternalError = "internal_error";
    public const string InvalidAmount = "invalid_amount";
    public const string InvalidBook = "invalid_book";
    public const string InvalidEventId = "invalid_event_id";
    public const string InvalidIdempotencyKey = "invalid_idempotency_key";
    public const string InvalidJson = "invalid_json";
    public const string InvalidParameter = "invalid_parameter";
    public const string InvalidRole = "invalid_role";
    public const string InvalidScopes = "invalid_scopes";
    public const string InvalidSignIn = "invalid_sign_in";
    public const string InvalidValue = "invalid_value";
    public const string KeyNotFound = "key_not_found";
    public const string LiveKeyRequired = "live_key_required";
    public const string MethodNotAllowed = "method_not_allowed";
    public const string Missing = "missing";
    public const string MissingApiKey = "missing_api_key";
    public const string ModelNotFound = "model_not_found";
    public const string NotAcceptable = "not_acceptable";
    public const string NotSupported = "not_supported";
    public const string OpenIdFailed = "openid_failed";
    public const string OpenIdNotConfigured = "openid_not_configured";
    public const string OperatorOnly = "operator_only";
    public const string RangeNotSatisfiable = "range_not_satisfiable";
    public const string RateLimited = "rate_limited";
    public const string RequestTimeout = "request_timeout";
    public const string RouteClosed = "route_closed";
    public const string RouteNotFound = "route_not_found";
    public const string ScopeMissing = "scope_missing";
    public const string ServerBusy = "server_busy";
    public const string SessionNotFound = "session_not_found";
    public const string StorageUnavailable = "storage_unavailable";
    public const string TooManyRows = "too_many_rows";
    public const string UnknownField = "unknown_field";
    public const string UnknownParameter = "unknown_parameter";
    public const string UnsupportedEncoding = "unsupported_encoding";
    public const string UnsupportedMediaType = "unsupported_media_type";
    public const string UserNotFound = "user_not_found";
    public const string VendorNotFound = "vendor_not_found";
    public const string WrongType = "wrong_type";
}
