// "Try it out" fills in every example. Those of optional parameters would turn on all filters of a list at once.
const forgetOptionalExamples = (parameters) =>
  parameters.filter((parameter) => !parameter.required).forEach((parameter) => delete parameter.example);

const FewerExamples = () => ({
  statePlugins: {
    spec: {
      wrapActions: {
        updateJsonSpec: (update) => (spec) => {
          forgetOptionalExamples(Object.values(spec.components?.parameters ?? {}));
          Object.values(spec.paths ?? {})
            .flatMap((path) => Object.values(path))
            .forEach((operation) => forgetOptionalExamples(operation.parameters ?? []));
          return update(spec);
        },
      },
    },
  },
});

// The reader's token is kept until the tab is closed.
const KEPT = "docket-token";

const KeptToken = () => ({
  statePlugins: {
    auth: {
      wrapActions: {
        authorize: (authorize) => (schemes) => {
          sessionStorage.setItem(KEPT, schemes.bearerAuth.value);
          return authorize(schemes);
        },
        logout: (logout) => (schemes) => {
          sessionStorage.removeItem(KEPT);
          return logout(schemes);
        },
      },
    },
  },
});

const ui = SwaggerUIBundle({
  url: "../openapi.yaml",
  dom_id: "#docs",
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  tryItOutEnabled: true,
  validatorUrl: null,
  plugins: [FewerExamples, KeptToken],
  onComplete: () => {
    const token = sessionStorage.getItem(KEPT);
    if (token) ui.preauthorizeApiKey("bearerAuth", token);
  },
});
