package dev.docket.server.http.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBuilder;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.deser.SettableBeanProperty;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.docket.api.model.ViolationCode;
import dev.docket.server.http.json.LimitedParser.TooManyException;
import dev.docket.server.http.problem.ViolationList;
import dev.docket.server.http.problem.Violations;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets Jackson continue after an invalid property: the property stays unset and a violation is added to the list that
 * the reader carries as its attribute {@link #VIOLATIONS}. Without this the first violation would end the reading and
 * hide all others.
 */
final class ViolationCollector {

    static final Object VIOLATIONS = ViolationCollector.class;

    private ViolationCollector() {}

    static SimpleModule module() {
        SimpleModule module = new SimpleModule("violations");
        module.setDeserializerModifier(new BeanDeserializerModifier() {
            private static final long serialVersionUID = 1L;

            @Override
            public BeanDeserializerBuilder updateBuilder(
                    DeserializationConfig config, BeanDescription description, BeanDeserializerBuilder builder) {
                List<SettableBeanProperty> properties = new ArrayList<>();
                builder.getProperties().forEachRemaining(properties::add);
                properties.forEach(property -> builder.addOrReplaceProperty(new CollectingProperty(property), true));
                return builder;
            }
        });
        return module;
    }

    static DeserializationProblemHandler unknownProperties() {
        return new DeserializationProblemHandler() {
            @Override
            public boolean handleUnknownProperty(
                    DeserializationContext context,
                    JsonParser parser,
                    JsonDeserializer<?> deserializer,
                    Object bean,
                    String name)
                    throws IOException {
                add(
                        context,
                        owner(parser),
                        ViolationCode.UNKNOWN_PROPERTY,
                        "is not a property defined in the contract");
                parser.skipChildren();
                return true;
            }
        };
    }

    /** @param place the object or array whose current value is invalid */
    private static void add(
            DeserializationContext context, JsonStreamContext place, ViolationCode code, String detail) {
        ViolationList violations = (ViolationList) context.getAttribute(VIOLATIONS);
        if (violations.isFull()) {
            violations.leaveOut(1);
        } else {
            violations.add(Violations.inBody(place.pathAsPointer().toString(), code, detail));
        }
    }

    /** The object or array that contains the current value; if the value is one itself, the enclosing one. */
    private static JsonStreamContext owner(JsonParser parser) {
        JsonStreamContext context = parser.getParsingContext();
        return parser.currentToken().isStructStart() ? context.getParent() : context;
    }

    private static final class CollectingProperty extends SettableBeanProperty.Delegating {

        private static final long serialVersionUID = 1L;

        private final @Nullable Size size;

        CollectingProperty(SettableBeanProperty property) {
            super(property);
            this.size = property.getType().isContainerType() ? property.getAnnotation(Size.class) : null;
        }

        @Override
        protected SettableBeanProperty withDelegate(SettableBeanProperty property) {
            return new CollectingProperty(property);
        }

        @Override
        public void deserializeAndSet(JsonParser parser, DeserializationContext context, Object bean)
                throws IOException {
            JsonStreamContext owner = owner(parser);
            try {
                delegate.deserializeAndSet(limited(parser), context, bean);
            } catch (TooManyException tooMany) {
                add(context, owner, ViolationCode.TOO_MANY, Violations.sizeDetail(size.min(), size.max(), "entries"));
                skipRest(parser, owner);
            } catch (JsonMappingException misfit) {
                note(misfit, parser, context, owner);
                skipRest(parser, owner);
            } catch (InputCoercionException overflow) {
                add(context, owner(parser), ViolationCode.OUT_OF_RANGE, "must be a 64-bit integer");
                skipRest(parser, owner);
            }
        }

        /** Holds the limit of entries before anything is made of them. */
        private JsonParser limited(JsonParser parser) {
            return size != null && parser.currentToken().isStructStart()
                    ? new LimitedParser(parser, size.max())
                    : parser;
        }

        private void note(
                JsonMappingException misfit,
                JsonParser parser,
                DeserializationContext context,
                JsonStreamContext owner) {
            JavaType expected = expectedAt(misfit);
            JsonStreamContext place = owner(parser);
            boolean isNull = misfit instanceof InvalidNullException || parser.currentToken() == JsonToken.VALUE_NULL;
            if (isNull && isRequired() && place == owner) {
                add(context, place, ViolationCode.REQUIRED, "must be given");
            } else if (isNull) {
                add(context, place, ViolationCode.WRONG_TYPE, "must not be null; omit it instead");
            } else if (expected.isEnumType() && parser.currentToken() == JsonToken.VALUE_STRING) {
                add(
                        context,
                        place,
                        ViolationCode.UNKNOWN_VALUE,
                        Violations.oneOf(List.of(expected.getRawClass().getEnumConstants())));
            } else if (isInside(misfit) && parser.currentToken().isNumeric()) {
                add(context, place, ViolationCode.OUT_OF_RANGE, "must be a number with fewer digits");
            } else {
                add(context, place, ViolationCode.WRONG_TYPE, "must be " + describe(expected));
            }
        }

        /** The type of this property, or of its elements if one of them is invalid. */
        private JavaType expectedAt(JsonMappingException misfit) {
            return getType().isCollectionLikeType() && !misfit.getPath().isEmpty()
                    ? getType().getContentType()
                    : getType();
        }

        /** A free-form object accepts everything but null and numbers that would be too expensive to compute. */
        private boolean isInside(JsonMappingException misfit) {
            return getType().isMapLikeType() && !misfit.getPath().isEmpty();
        }

        /** Advances to the last token of this property's value, so that the next token read is the one after it. */
        private static void skipRest(JsonParser parser, JsonStreamContext owner) throws IOException {
            while (parser.currentToken().isStructStart() || parser.getParsingContext() != owner) {
                if (parser.currentToken().isStructStart()) {
                    parser.skipChildren();
                } else {
                    parser.nextToken();
                }
            }
        }

        private static String describe(JavaType type) {
            Class<?> raw = type.getRawClass();
            if (type.isCollectionLikeType()) {
                return "an array";
            }
            if (type.isEnumType() || raw == String.class) {
                return "a string";
            }
            if (raw == Integer.class || raw == Long.class) {
                return "an integer";
            }
            if (raw == Boolean.class) {
                return "true or false";
            }
            if (raw == Instant.class) {
                return "a timestamp with an offset, such as 2026-03-06T16:30:00Z";
            }
            return Map.class.isAssignableFrom(raw) ? "an object" : "of the type defined in the contract";
        }
    }
}
