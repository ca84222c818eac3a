package org.gongyuan.seat.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What Chromium is forbidden by its own policies (seat-window.md section 2.4). Handlers of ours
/// refuse the same things again.
final class Policy {

    private static final String MANAGED =
            """
            {
              "PrintingEnabled": false,
              "DeveloperToolsAvailability": 2,
              "DownloadRestrictions": 3,
              "AllowFileSelectionDialogs": false,
              "URLBlocklist": ["*"],
              "URLAllowlist": ["https://exam.local"],
              "DefaultPopupsSetting": 2,
              "DefaultNotificationsSetting": 2,
              "DefaultGeolocationSetting": 2,
              "DefaultClipboardSetting": 2,
              "DefaultSensorsSetting": 2,
              "DefaultLocalFontsSetting": 2,
              "DefaultFileSystemReadGuardSetting": 2,
              "DefaultFileSystemWriteGuardSetting": 2,
              "DefaultWebUsbGuardSetting": 2,
              "DefaultWebBluetoothGuardSetting": 2,
              "DefaultWebHidGuardSetting": 2,
              "DefaultSerialGuardSetting": 2,
              "DefaultWindowManagementSetting": 2,
              "AudioCaptureAllowed": false,
              "VideoCaptureAllowed": false,
              "ScreenCaptureAllowed": false,
              "SpellcheckEnabled": false,
              "TranslateEnabled": false,
              "AutofillAddressEnabled": false,
              "AutofillCreditCardEnabled": false,
              "PasswordManagerEnabled": false,
              "SearchSuggestEnabled": false,
              "BrowserSignin": 0,
              "SyncDisabled": true,
              "MetricsReportingEnabled": false,
              "SafeBrowsingProtectionLevel": 0,
              "ComponentUpdatesEnabled": false,
              "BackgroundModeEnabled": false,
              "QuicAllowed": false,
              "BuiltInDnsClientEnabled": false,
              "DnsOverHttpsMode": "off",
              "ProxyMode": "direct",
              "ExtensionInstallBlocklist": ["*"]
            }
            """;

    private static final String NO_DEVELOPER_TOOLS = "\"DeveloperToolsAvailability\": 2";
    private static final String DEVELOPER_TOOLS = "\"DeveloperToolsAvailability\": 1";

    private Policy() {}

    /// Writes the policies into a folder that Chromium can be pointed at.
    static void write(Path folder, boolean mayBeDriven) throws IOException {
        var managed = Files.createDirectories(folder.resolve("managed"));
        var text = mayBeDriven ? MANAGED.replace(NO_DEVELOPER_TOOLS, DEVELOPER_TOOLS) : MANAGED;
        var _ = Files.writeString(managed.resolve("seat.json"), text);
    }
}
