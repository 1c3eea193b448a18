import dev.docket.sdk.DocketClient;
import dev.docket.sdk.api.AttachmentsApi;
import dev.docket.sdk.model.Attachment;
import java.io.File;

class Sample {

    public static void main(String[] arguments) throws Exception {
        var client = new DocketClient(System.getenv("DOCKET_URL"), System.getenv("DOCKET_TOKEN"));
        String account = System.getenv("DOCKET_ACCOUNT");

        // [sample]
        var attachments = new AttachmentsApi(client);
        Attachment attached = attachments.createAttachment(
                account, null, "TKT-1", new File("serial-number.txt"), false);
        System.out.println(attached.getFileName() + " " + attached.getSize());
        // [/sample]
    }
}
