package dev.docket.server.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.docket.server.ServerSettings;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.RunningServer;
import dev.docket.server.transport.TransportLimits;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The manifests against the types of Kubernetes, and against what the server has: ports, paths and times. */
class KubernetesManifestsTest {

    private static final Map<String, Class<? extends HasMetadata>> TYPES = Map.of(
            "namespace.yaml", Namespace.class,
            "settings.yaml", ConfigMap.class,
            "secret.example.yaml", Secret.class,
            "migrate.yaml", Job.class,
            "deployment.yaml", Deployment.class,
            "service.yaml", Service.class,
            "disruption.yaml", PodDisruptionBudget.class,
            "autoscaler.yaml", HorizontalPodAutoscaler.class,
            "network.yaml", NetworkPolicy.class);

    /** Of other APIs. */
    private static final List<String> OTHERS = List.of("kustomization.yaml", "podmonitor.yaml");

    /** The model keeps unknown properties; Kubernetes' strict validation, and this mapper, reject them. */
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .annotationIntrospector(new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1L;

                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                    return false;
                }
            })
            .build();

    private final Deployment deployment = read("deployment.yaml", Deployment.class);
    private final Job migration = read("migrate.yaml", Job.class);

    private static <T> T read(String file, Class<T> type) {
        try {
            return STRICT.treeToValue(Yaml.read("kubernetes/" + file), type);
        } catch (IOException wrong) {
            throw new AssertionError(file, wrong);
        }
    }

    static Stream<String> manifests() {
        return TYPES.keySet().stream();
    }

    private Stream<PodTemplateSpec> pods() {
        return Stream.of(deployment.getSpec().getTemplate(), migration.getSpec().getTemplate());
    }

    private Container server() {
        return container(deployment.getSpec().getTemplate());
    }

    private static Container container(PodTemplateSpec pod) {
        assertThat(pod.getSpec().getContainers()).hasSize(1);
        return pod.getSpec().getContainers().get(0);
    }

    private int port(String name) {
        return server().getPorts().stream()
                .filter(port -> port.getName().equals(name))
                .findFirst()
                .orElseThrow()
                .getContainerPort();
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void areOfTheirTypes(String file) {
        HasMetadata manifest = read(file, TYPES.get(file));

        assertThat(Yaml.PACKAGING.resolve("kubernetes/" + file))
                .content()
                .contains("apiVersion: " + manifest.getApiVersion() + "\n", "kind: " + manifest.getKind() + "\n");
        assertThat(manifest.getMetadata().getName()).startsWith("docket");
    }

    @ParameterizedTest
    @ValueSource(strings = {"replica", "minReadySecond"})
    void aFieldThatKubernetesDoesNotHaveIsFound(String field) throws IOException {
        JsonNode wrong = Yaml.read("kubernetes/deployment.yaml");
        ((ObjectNode) wrong.get("spec")).put(field, 1);

        assertThatThrownBy(() -> STRICT.treeToValue(wrong, Deployment.class)).hasMessageContaining(field);
    }

    @Test
    void areAllAppliedButTheSecret() throws IOException {
        List<String> applied = new ArrayList<>();
        Yaml.read("kubernetes/kustomization.yaml").get("resources").forEach(file -> applied.add(file.asText()));

        assertThat(applied).doesNotContain("secret.example.yaml").isSubsetOf(TYPES.keySet());
        try (Stream<Path> files = Files.list(Yaml.PACKAGING.resolve("kubernetes"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(Stream.of(applied, OTHERS, List.of("secret.example.yaml"))
                            .flatMap(List::stream)
                            .toList());
        }
    }

    @Test
    void usePortsOfTheServer() {
        assertThat(port("http")).isEqualTo(ServerSettings.DEFAULT_PORT);
        assertThat(port("management")).isEqualTo(ServerSettings.DEFAULT_MANAGEMENT_PORT);
        Service service = read("service.yaml", Service.class);
        assertThat(service.getSpec().getPorts())
                .singleElement()
                .satisfies(port -> assertThat(port.getTargetPort().getStrVal()).isEqualTo("http"));
    }

    @Test
    void probePathsThatTheServerHas() {
        try (RunningServer running = RunningServer.start()) {
            Map<String, ContractClient> ports = Map.of(
                    "http", new ContractClient(running.uri()),
                    "management", new ContractClient(running.managementUri()));

            for (Probe probe :
                    List.of(server().getStartupProbe(), server().getLivenessProbe(), server().getReadinessProbe())) {
                HTTPGetAction get = probe.getHttpGet();
                ports.get(get.getPort().getStrVal()).get(get.getPath()).expect(200);
            }
        }
        assertThat(server().getReadinessProbe().getHttpGet().getPort().getStrVal())
                .as("the readiness of the public port, which does not fail because of jobs")
                .isEqualTo("http");
    }

    @Test
    void giveThePodsTimeToEnd() {
        Long seconds = server().getLifecycle().getPreStop().getSleep().getSeconds();

        assertThat(deployment.getSpec().getTemplate().getSpec().getTerminationGracePeriodSeconds())
                .isGreaterThan(
                        seconds + TransportLimits.defaults().stopTimeout().toSeconds() + 5);
    }

    /** Otherwise Kubernetes sets DOCKET_PORT=tcp://… for the Service docket, and the server ends with code 2. */
    @Test
    void keepTheVariablesOfServicesOut() {
        assertThat(pods())
                .allSatisfy(
                        pod -> assertThat(pod.getSpec().getEnableServiceLinks()).isFalse());
    }

    @Test
    void keepToTheRestrictedProfile() {
        assertThat(pods()).allSatisfy(pod -> {
            PodSpec spec = pod.getSpec();
            assertThat(spec.getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(spec.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
            assertThat(spec.getAutomountServiceAccountToken()).isFalse();
            Container container = container(pod);
            assertThat(container.getSecurityContext().getAllowPrivilegeEscalation())
                    .isFalse();
            assertThat(container.getSecurityContext().getReadOnlyRootFilesystem())
                    .isTrue();
            assertThat(container.getSecurityContext().getCapabilities().getDrop())
                    .containsExactly("ALL");
            assertThat(container.getResources().getLimits().get("memory"))
                    .isEqualTo(container.getResources().getRequests().get("memory"));
        });
    }

    @Test
    void selectTheirPods() {
        Map<String, String> labels =
                deployment.getSpec().getTemplate().getMetadata().getLabels();

        assertThat(deployment.getSpec().getSelector().getMatchLabels())
                .isEqualTo(labels)
                .isNotEqualTo(migration.getSpec().getTemplate().getMetadata().getLabels());
        assertThat(read("service.yaml", Service.class).getSpec().getSelector()).isEqualTo(labels);
        assertThat(read("disruption.yaml", PodDisruptionBudget.class)
                        .getSpec()
                        .getSelector()
                        .getMatchLabels())
                .isEqualTo(labels);
        assertThat(read("network.yaml", NetworkPolicy.class)
                        .getSpec()
                        .getPodSelector()
                        .getMatchLabels())
                .isNotEmpty()
                .allSatisfy((label, value) -> assertThat(pods())
                        .allSatisfy(
                                pod -> assertThat(pod.getMetadata().getLabels()).containsEntry(label, value)));
        assertThat(deployment.getSpec().getTemplate().getSpec().getTopologySpreadConstraints())
                .allSatisfy(spread ->
                        assertThat(spread.getLabelSelector().getMatchLabels()).isEqualTo(labels));
    }

    @Test
    void mountTheKeysOfTheSecretWhereTheServerReadsThem() {
        Map<String, String> example = read("secret.example.yaml", Secret.class).getStringData();
        assertThat(example).containsEntry("app-password", "").containsEntry("owner-password", "");

        assertThat(pods()).allSatisfy(pod -> {
            List<String> files = pod.getSpec().getVolumes().stream()
                    .filter(volume -> volume.getSecret() != null)
                    .flatMap(volume -> volume.getSecret().getItems().stream())
                    .peek(item -> assertThat(example).containsKey(item.getKey()))
                    .map(KeyToPath::getPath)
                    .toList();
            assertThat(files).hasSize(1);
            List<EnvVar> variables = container(pod).getEnv();
            assertThat(variables)
                    .filteredOn(variable -> variable.getName().endsWith("_FILE"))
                    .extracting(EnvVar::getValue)
                    .containsExactly("/run/secrets/docket/" + files.get(0));
            assertThat(variables.stream()
                            .map(EnvVar::getValueFrom)
                            .filter(Objects::nonNull)
                            .map(source -> source.getSecretKeyRef().getKey()))
                    .isNotEmpty()
                    .allSatisfy(key -> assertThat(example).containsKey(key));
        });
    }

    @Test
    void addNodesByAMetricThatTheReadmeNames() throws IOException {
        HorizontalPodAutoscaler autoscaler = read("autoscaler.yaml", HorizontalPodAutoscaler.class);

        assertThat(autoscaler.getSpec().getScaleTargetRef().getName())
                .isEqualTo(deployment.getMetadata().getName());
        assertThat(Yaml.PACKAGING.resolve("../README.md"))
                .content()
                .contains("`"
                        + autoscaler
                                .getSpec()
                                .getMetrics()
                                .get(0)
                                .getPods()
                                .getMetric()
                                .getName()
                        + "`");
        JsonNode monitor = Yaml.read("kubernetes/podmonitor.yaml").at("/spec/podMetricsEndpoints/0");
        assertThat(monitor.get("port").asText() + monitor.get("path").asText()).isEqualTo("management/metrics");
    }
}
