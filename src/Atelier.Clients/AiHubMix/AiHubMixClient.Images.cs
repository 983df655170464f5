using System.Globalization;
using System.Runtime.CompilerServices;
using Atelier.Clients.Http;

namespace Atelier.Clients.AiHubMix;

public sealed partial class AiHubMixClient
{
    private const string CreateImageOperation = "create_image";
    private const string CreateImagePath = "v1/images/generations";
    private const string EditImageOperation = "edit_image";
    private const string EditImagePath = "v1/images/edits";

    /// <summary>Makes pictures: <c>POST /v1/images/generations</c>.</summary>
    /// <param name="request">What to draw.</param>
    /// <param name="policy">What to do after an ambiguous fault.</param>
    /// <param name="timeout">Longest time for one attempt. Default: <see cref="VendorClientOptions.Timeout"/>.</param>
    /// <param name="cancellationToken">Stops waiting; the vendor may go on.</param>
    /// <exception cref="VendorException">The call failed.</exception>
    public Task<ImagesResponse> CreateImageAsync(
        CreateImageRequest request,
        SubmitPolicy policy = SubmitPolicy.AtLeastOnce,
        TimeSpan? timeout = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        AiHubMixLimits.Check(request);
        var body = VendorBody.Json(request, Wire.CreateImageRequest);
        return ReadImagesAsync(Submission(CreateImageOperation, CreateImagePath, body, policy, timeout), cancellationToken);
    }

    /// <summary>Changes pictures: <c>POST /v1/images/edits</c>, always as <c>multipart/form-data</c>.</summary>
    /// <inheritdoc cref="CreateImageAsync"/>
    public Task<ImagesResponse> EditImageAsync(
        EditImageRequest request,
        SubmitPolicy policy = SubmitPolicy.AtLeastOnce,
        TimeSpan? timeout = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        AiHubMixLimits.Check(request);
        var body = VendorBody.Multipart(EditParts(request));
        return ReadImagesAsync(Submission(EditImageOperation, EditImagePath, body, policy, timeout), cancellationToken);
    }

    /// <summary>
    /// Makes pictures in view: <c>POST /v1/images/generations</c> with <c>stream</c>. Unfinished pictures come first, as many as asked for
    /// with <see cref="CreateImageRequest.PartialImages"/> or fewer. Only GPT image models can.
    /// </summary>
    /// <inheritdoc cref="CreateImageAsync"/>
    public IAsyncEnumerable<ImageEvent> StreamImageAsync(
        CreateImageRequest request,
        SubmitPolicy policy = SubmitPolicy.AtLeastOnce,
        TimeSpan? timeout = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        AiHubMixLimits.Check(request);
        var body = VendorBody.Json(request with { Stream = true }, Wire.CreateImageRequest);
        return StreamImagesAsync(StreamedSubmission(CreateImageOperation, CreateImagePath, body, policy, timeout), cancellationToken);
    }

    /// <summary>Changes pictures in view: <c>POST /v1/images/edits</c> with <c>stream</c>. Only GPT image models can.</summary>
    /// <inheritdoc cref="CreateImageAsync"/>
    public IAsyncEnumerable<ImageEvent> StreamImageEditAsync(
        EditImageRequest request,
        SubmitPolicy policy = SubmitPolicy.AtLeastOnce,
        TimeSpan? timeout = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        AiHubMixLimits.Check(request);
        var body = VendorBody.Multipart([.. EditParts(request), VendorPart.Text("stream", "true")]);
        return StreamImagesAsync(StreamedSubmission(EditImageOperation, EditImagePath, body, policy, timeout), cancellationToken);
    }

    /// <summary>Makes pictures by the unified form: <c>POST /v1/models/{vendor}/{model}/predictions</c>.</summary>
    /// <param name="model">Vendor prefix and model, such as <c>stability/Stable-Diffusion-3-5-Large</c>.</param>
    /// <param name="request">The model's input.</param>
    /// <param name="policy">What to do after an ambiguous fault.</param>
    /// <param name="timeout">Longest time for one attempt. Default: <see cref="VendorClientOptions.Timeout"/>.</param>
    /// <param name="cancellationToken">Stops waiting; the vendor may go on.</param>
    /// <returns>Pictures, or the id of a task to ask for with <see cref="GetPredictionTaskAsync"/>.</returns>
    /// <exception cref="VendorException">The call failed.</exception>
    public async Task<Prediction> CreatePredictionAsync(
        string model,
        PredictionRequest request,
        SubmitPolicy policy = SubmitPolicy.AtLeastOnce,
        TimeSpan? timeout = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentException.ThrowIfNullOrWhiteSpace(model);
        AiHubMixLimits.Check(request);
        var path = string.Join('/', model.Split('/').Select(part => Segment(part, nameof(model))));
        var body = VendorBody.Json(request, Wire.PredictionRequest);
        var call = Submission("create_prediction", $"v1/models/{path}/predictions", body, policy, timeout);
        var answer = await SendBytesAsync(call, cancellationToken).ConfigureAwait(false);
        return PredictionOutput.ReadPrediction(ReadJson(answer, Wire.JsonElement))
            ?? throw Malformed(answer, "the output of the prediction has none of the known shapes");
    }

    /// <summary>
    /// Asks for a prediction that is answered later: <c>GET /v1/tasks/{id}</c>. Never asks the maker of the model directly.
    /// </summary>
    /// <param name="taskId"><see cref="Prediction.TaskId"/>.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="VendorException">The call failed.</exception>
    public async Task<PredictionTask> GetPredictionTaskAsync(string taskId, CancellationToken cancellationToken = default)
    {
        var path = $"v1/tasks/{Segment(taskId, nameof(taskId))}";
        var request = new VendorRequest
        {
            Operation = "get_prediction_task",
            Path = _taskRoot is null ? path : $"{_taskRoot}/{path}",
            Headers = _taskRoot is null ? [] : TaskHostHeaders(),
            Timeout = _questionTimeout,
        };
        var answer = await SendBytesAsync(request, cancellationToken).ConfigureAwait(false);
        var task = PredictionOutput.ReadTask(taskId, ReadJson(answer, Wire.JsonElement));
        return task with { Error = Concealed(task.Error) };
    }

    // The vendor's second host is another origin, which gets no credentials by itself.
    private List<KeyValuePair<string, string>> TaskHostHeaders()
    {
        List<KeyValuePair<string, string>> headers = [new("Authorization", $"Bearer {CurrentKey()}")];
        if (_appCode is not null)
        {
            headers.Add(new("APP-Code", _appCode));
        }

        return headers;
    }

    private async Task<ImagesResponse> ReadImagesAsync(VendorRequest request, CancellationToken cancellationToken)
    {
        var answer = await SendBytesAsync(request, cancellationToken).ConfigureAwait(false);
        var wire = ReadJson(answer, Wire.ImagesWire);
        return wire.Data is { } items && !items.Contains(null)
            ? ImagesResponse.Of(wire, items!)
            : throw Malformed(answer, "the answer has no list of pictures");
    }

    private async IAsyncEnumerable<ImageEvent> StreamImagesAsync(
        VendorRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var answer = await OpenStreamAsync(request, cancellationToken).ConfigureAwait(false);
        await using (answer.ConfigureAwait(false))
        {
            await foreach (var item in ImageStream.ReadAsync(EventsOf(answer, request), answer, cancellationToken).ConfigureAwait(false))
            {
                yield return item;
            }
        }
    }

    private static IEnumerable<VendorPart> EditParts(EditImageRequest request)
    {
        yield return VendorPart.Text("model", request.Model);
        yield return VendorPart.Text("prompt", request.Prompt);
        var name = request.Images.Count == 1 ? "image" : "image[]";
        foreach (var image in request.Images)
        {
            yield return VendorPart.Upload(name, image);
        }

        if (request.Mask is not null)
        {
            yield return VendorPart.Upload("mask", request.Mask);
        }

        foreach (var (field, value) in EditFields(request))
        {
            if (value is not null)
            {
                yield return VendorPart.Text(field, value);
            }
        }
    }

    private static (string Field, string? Value)[] EditFields(EditImageRequest request) =>
    [
        ("n", request.N?.ToString(CultureInfo.InvariantCulture)),
        ("size", request.Size),
        ("quality", request.Quality),
        ("input_fidelity", request.InputFidelity),
        ("output_format", request.OutputFormat),
        ("output_compression", request.OutputCompression?.ToString(CultureInfo.InvariantCulture)),
        ("background", request.Background),
        ("partial_images", request.PartialImages?.ToString(CultureInfo.InvariantCulture)),
        ("response_format", request.ResponseFormat),
        ("user", request.User),
    ];
}
