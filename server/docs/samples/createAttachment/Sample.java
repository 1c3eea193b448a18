import dev.docket.sdk.Docket;
import dev.docket.sdk.Upload;
import dev.docket.sdk.model.Attachment;
import java.nio.file.Path;

class Sample {

    public static void main(String[] arguments) throws Exception {
        Docket docket = Docket.builder(System.getenv("DOCKET_URL"))
                .token(System.getenv("DOCKET_TOKEN"))
                .account(System.getenv("DOCKET_ACCOUNT"))
                .build();

        // [sample]
        Attachment attached = docket.attachments().createAttachment(
                "TKT-1", Upload.of(Path.of("serial-number.txt"), "text/plain"));
        System.out.println(attached.getFileName() + " " + attached.getSize());
        // [/sample]
    }
}
