import dev.docket.sdk.DocketClient;
import dev.docket.sdk.api.CommentsApi;
import dev.docket.sdk.model.Comment;
import dev.docket.sdk.model.CommentInput;

class Sample {

    public static void main(String[] arguments) throws Exception {
        var client = new DocketClient(System.getenv("DOCKET_URL"), System.getenv("DOCKET_TOKEN"));
        String account = System.getenv("DOCKET_ACCOUNT");

        // [sample]
        var comments = new CommentsApi(client);
        Comment comment = comments.addComment(account, null, "TKT-1", new CommentInput()
                .content("A **new** reader is on its way."));
        System.out.println(comment.getContentHtml());
        // [/sample]
    }
}
