package org.gongyuan.bank.scoring;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// What a variable holds or an expression gives (RP 2): nothing, one thing, a list or a record.
public sealed interface Value {

    /// Nothing was given, or a rule could not come to a value.
    Value NULL = new Null();

    /// True for NULL, the empty container, the empty record and the empty string (RP 2.4).
    boolean isNull();

    /// No value.
    record Null() implements Value {
        @Override
        public boolean isNull() {
            return true;
        }
    }

    /// One thing of one base type.
    sealed interface Scalar extends Value {

        BaseType type();

        @Override
        default boolean isNull() {
            return false;
        }
    }

    /// The name of a choice, gap or other thing in the item.
    record Identifier(String name) implements Scalar {
        public Identifier {
            requireNonNull(name, "name");
        }

        @Override
        public BaseType type() {
            return BaseType.IDENTIFIER;
        }
    }

    record Bool(boolean holds) implements Scalar {
        @Override
        public BaseType type() {
            return BaseType.BOOLEAN;
        }
    }

    record Int(long number) implements Scalar {
        @Override
        public BaseType type() {
            return BaseType.INTEGER;
        }
    }

    /// A float: any double but NaN; there is one zero (RP 2.5).
    record Real(double number) implements Scalar {
        public Real {
            if (Double.isNaN(number)) {
                throw new IllegalArgumentException("NaN is not a value, it is NULL");
            }
            number = number == 0.0 ? 0.0 : number;
        }

        @Override
        public BaseType type() {
            return BaseType.FLOAT;
        }
    }

    record Text(String text) implements Scalar {
        public Text {
            requireNonNull(text, "text");
        }

        @Override
        public BaseType type() {
            return BaseType.STRING;
        }

        @Override
        public boolean isNull() {
            return text.isEmpty();
        }
    }

    /// A place in a picture, in its own pixels from the upper left corner.
    record Point(int x, int y) implements Scalar {
        @Override
        public BaseType type() {
            return BaseType.POINT;
        }
    }

    /// Two things put together, in either order: A B equals B A.
    record Pair(String first, String second) implements Scalar {
        public Pair {
            requireNonNull(first, "first");
            requireNonNull(second, "second");
        }

        @Override
        public BaseType type() {
            return BaseType.PAIR;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Pair(var a, var b)
                    && ((a.equals(first) && b.equals(second))
                            || (a.equals(second) && b.equals(first)));
        }

        @Override
        public int hashCode() {
            return first.hashCode() + second.hashCode();
        }
    }

    /// One thing put to another: A B is not B A.
    record DirectedPair(String source, String target) implements Scalar {
        public DirectedPair {
            requireNonNull(source, "source");
            requireNonNull(target, "target");
        }

        @Override
        public BaseType type() {
            return BaseType.DIRECTED_PAIR;
        }
    }

    /// A length of time in seconds.
    record Seconds(double seconds) implements Scalar {
        public Seconds {
            if (!(seconds >= 0.0) || Double.isInfinite(seconds)) {
                throw new IllegalArgumentException("a duration is not negative: " + seconds);
            }
            seconds = seconds == 0.0 ? 0.0 : seconds;
        }

        @Override
        public BaseType type() {
            return BaseType.DURATION;
        }
    }

    record Uri(String uri) implements Scalar {
        public Uri {
            requireNonNull(uri, "uri");
        }

        @Override
        public BaseType type() {
            return BaseType.URI;
        }
    }

    /// Several things of one base type, in the order they were given. Order counts only when
    /// ordered.
    record Container(Cardinality cardinality, BaseType type, List<Scalar> elements)
            implements Value {
        public Container {
            requireNonNull(type, "type");
            if (!cardinality.isContainer()) {
                throw new IllegalArgumentException(
                        "a container is multiple or ordered, not " + cardinality.qtiName());
            }
            elements = List.copyOf(elements);
            for (var element : elements) {
                if (element.type() != type) {
                    throw new IllegalArgumentException(
                            "a container of %s cannot hold a value of type %s"
                                    .formatted(type.qtiName(), element.type().qtiName()));
                }
            }
        }

        @Override
        public boolean isNull() {
            return elements.isEmpty();
        }
    }

    /// Named things of any base type, in the order of their fields.
    record Fields(SequencedMap<String, Scalar> fields) implements Value {
        public Fields {
            fields = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(fields));
            for (Map.Entry<String, Scalar> field : fields.entrySet()) {
                requireNonNull(field.getKey(), "field name");
                requireNonNull(field.getValue(), "field value");
            }
        }

        @Override
        public boolean isNull() {
            return fields.isEmpty();
        }
    }

    /// Reads one token as QTI writes it (RP 2.3).
    ///
    /// @throws BadToken if the token is not of that type
    static Scalar parse(BaseType type, String token) {
        return Tokens.parse(type, token);
    }

    static Container multiple(BaseType type, Scalar... elements) {
        return new Container(Cardinality.MULTIPLE, type, List.of(elements));
    }

    static Container ordered(BaseType type, Scalar... elements) {
        return new Container(Cardinality.ORDERED, type, List.of(elements));
    }
}
