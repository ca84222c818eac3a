package org.gongyuan.bank.sealing;

/// How secret a form is (`sealed-form.md` section 7), rising. A deployment has a ceiling.
public enum Classification {
    /// 公开
    OPEN("open"),
    /// 内部
    INTERNAL("internal"),
    /// 工作秘密
    WORK_SECRET("work-secret"),
    /// 秘密
    SECRET("secret"),
    /// 机密
    CONFIDENTIAL("confidential"),
    /// 绝密
    TOP_SECRET("top-secret");

    private final String word;

    Classification(String word) {
        this.word = word;
    }

    /// The word for it in a manifest and in configuration.
    public String word() {
        return word;
    }

    /// The classification of that word.
    public static Classification named(String word) {
        for (var classification : values()) {
            if (classification.word.equals(word)) {
                return classification;
            }
        }
        throw new IllegalArgumentException(
                "unknown classification \"%s\"; known are open, internal, work-secret, secret, confidential, top-secret"
                        .formatted(word));
    }

    /// Whether it lies above `ceiling`.
    public boolean exceeds(Classification ceiling) {
        return compareTo(ceiling) > 0;
    }
}
