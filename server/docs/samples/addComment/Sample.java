import dev.docket.sdk.Docket;
import dev.docket.sdk.model.Comment;
import dev.docket.sdk.model.CommentInput;

class Sample {

    public static void main(String[] arguments) throws Exception {
        Docket docket = Docket.builder(System.getenv("DOCKET_URL"))
                .token(System.getenv("DOCKET_TOKEN"))
                .account(System.getenv("DOCKET_ACCOUNT"))
                .build();

        // [sample]
        Comment comment = docket.comments().addComment("TKT-1", new CommentInput()
                .content("A **new** reader is on its way."));
        System.out.println(comment.getContentHtml());
        // [/sample]
    }
}
