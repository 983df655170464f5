namespace Atelier.Clients.Runway;

/// <summary>The ratios that the vendor's models take, in the vendor's words.</summary>
internal static class RunwayRatios
{
    public static readonly string[] Gen4 = Split("1280:720 720:1280 1104:832 832:1104 960:960 1584:672");
    public static readonly string[] Hd = Split("1280:720 720:1280");
    public static readonly string[] Veo = Split("1280:720 720:1280 1080:1920 1920:1080");
    public static readonly string[] Hailuo = Split("adaptive 21:9 16:9 4:3 1:1 3:4 9:16");
    public static readonly string[] Grok = Split("1:1 16:9 9:16 4:3 3:4 3:2 2:3");
    public static readonly string[] Omni = Split("640:360 360:640 1280:720 720:1280 1920:1080 1080:1920 3840:2160 2160:3840");

    public static readonly string[] HappyHorse =
        Split("1280:720 720:1280 960:960 1108:832 832:1108 1920:1080 1080:1920 1440:1440 1662:1248 1248:1662");

    public static readonly string[] WanAuto = Split("auto_480p auto_720p auto_1080p");

    public static readonly string[] Wan =
    [
        .. Split("832:480 720:544 624:624 544:720 480:832 1280:720 1104:832 960:960 832:1104 720:1280"),
        .. Split("1920:1080 1648:1248 1440:1440 1248:1648 1080:1920"),
        .. WanAuto,
    ];

    private static readonly string[] SeedanceHd = Split("1470:630 1280:720 1112:834 960:960 834:1112 720:1280");
    private static readonly string[] SeedanceFullHd = Split("2206:946 1920:1080 1664:1248 1440:1440 1248:1664 1080:1920");

    public static readonly string[] SeedanceSmall = [.. Split("992:432 864:496 752:560 640:640 560:752 496:864"), .. SeedanceHd];

    public static readonly string[] Seedance =
        [.. SeedanceSmall, .. SeedanceFullHd, .. Split("3840:1646 3840:2160 3840:2880 3840:3840 2880:3840 2160:3840")];

    public static readonly string[] Seedance25 =
        [.. Split("992:432 854:480 752:560 640:640 560:752 480:854"), .. SeedanceHd, .. SeedanceFullHd];

    /// <summary>What <c>aleph2</c> may be asked to make of the video's shape.</summary>
    public static readonly string[] Target = Split("16:9 4:3 3:2 1:1 2:3 3:4 9:16 21:9");

    public static readonly string[] Gen4Image = Split(
        "1024:1024 1080:1080 1168:880 1360:768 1440:1080 1080:1440 1808:768 1920:1080 1080:1920 2112:912 "
        + "1280:720 720:1280 720:720 960:720 720:960 1680:720");

    public static readonly string[] Gemini =
        Split("1344:768 768:1344 1024:1024 1184:864 864:1184 1536:672 832:1248 1248:832 896:1152 1152:896");

    private static readonly string[] Gemini2K =
        Split("2048:2048 1696:2528 2528:1696 1792:2400 2400:1792 1856:2304 2304:1856 1536:2752 2752:1536 3168:1344");

    private static readonly string[] Gemini4K =
        Split("4096:4096 3392:5056 5056:3392 3584:4800 4800:3584 3712:4608 4608:3712 3072:5504 5504:3072 6336:2688");

    public static readonly string[] Gemini3Pro = [.. Gemini, .. Gemini2K, .. Gemini4K];

    public static readonly string[] GptImage =
    [
        .. Split("2048:880 1920:1088 1920:1280 1920:1440 1920:1536 1920:1920 1536:1920 1440:1920 1280:1920 1088:1920"),
        .. Split("2912:1248 2560:1440 2560:1712 2560:1920 2560:2048 2560:2560 2048:2560 1920:2560 1712:2560 1440:2560"),
        .. Split("3840:1648 3840:2160 3504:2336 3264:2448 3200:2560 2880:2880 2560:3200 2448:3264 2336:3504 2160:3840 auto"),
    ];

    public static readonly string[] Seedream5Pro =
    [
        .. Split("1024:1024 1184:896 896:1184 1376:768 768:1376 1296:864 864:1296"),
        .. Split("2048:2048 2304:1728 1728:2304 2720:1530 1530:2720 2496:1664 1664:2496 auto_1k auto_2k"),
    ];

    public static readonly string[] GrokImage =
    [
        .. Split("1024:1024 1280:720 720:1280 1152:864 864:1152 1248:832 832:1248 1248:576 576:1248 1280:576 576:1280 1408:704 704:1408"),
        .. Split("2048:2048 2816:1584 1584:2816 2368:1776 1776:2368 2496:1664 1664:2496 2912:1344 1344:2912 3200:1440 1440:3200"),
        .. Split("2912:1456 1456:2912 auto_1k auto_2k"),
    ];

    public static readonly string[] Muse = Split("2352:1008 2016:1152 1920:1280 1792:1344 1600:1600 1344:1792 1280:1920 1152:2016 auto");

    private static string[] Split(string list) => list.Split(' ');
}
