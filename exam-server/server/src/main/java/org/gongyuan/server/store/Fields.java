package org.gongyuan.server.store;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;

import org.bson.Document;
import org.bson.types.Binary;
import org.gongyuan.protocol.record.Octets;

import java.util.Optional;

/// Names of fields and the few conversions every collection needs (`store.md` section 3).
final class Fields {

    static final String ID = "_id";
    static final String SITTING = "sitting";
    static final String BODY = "body";
    static final String REVISION = "revision";
    static final String UP_TO = "upTo";
    static final String LOG = "log";
    static final String INDEX = "index";
    static final String CHAIN = "chain";
    static final String SESSION = "session";
    static final String ORDINAL = "ordinal";
    static final String LEAF = "leaf";
    static final String ATTACHMENT = "attachment";
    static final String SEEN_AT = "seenAt";

    private Fields() {}

    static Binary binary(Octets octets) {
        return new Binary(octets.toBytes());
    }

    static Octets octets(Document document, String field) {
        return Octets.of(document.get(field, Binary.class).getData());
    }

    static Optional<Octets> optionalOctets(Document document, String field) {
        return Optional.ofNullable(document.get(field, Binary.class))
                .map(binary -> Octets.of(binary.getData()));
    }

    static boolean isDuplicate(MongoWriteException refused) {
        return refused.getError().getCategory() == ErrorCategory.DUPLICATE_KEY;
    }
}
