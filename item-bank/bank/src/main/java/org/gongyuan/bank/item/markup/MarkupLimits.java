package org.gongyuan.bank.item.markup;

/// How large an XML file may be before it is refused (`item-bank/spec/interchange.md`, section 2).
///
/// @param bytes size of the file
/// @param depth elements inside each other
/// @param elements elements in the file
/// @param attributes attributes of one element
/// @param attributeLength characters of one attribute's value
/// @param textLength characters of one run of text
/// @param nameLength characters of one name
public record MarkupLimits(
        int bytes,
        int depth,
        int elements,
        int attributes,
        int attributeLength,
        int textLength,
        int nameLength) {

    /// For items, tests and stimuli.
    public static final MarkupLimits ITEM =
            new MarkupLimits(4 << 20, 100, 50_000, 64, 20_000, 500_000, 200);

    /// For HTML files shown as passages; a seat shows no longer ones.
    public static final MarkupLimits PASSAGE =
            new MarkupLimits(1 << 20, 100, 50_000, 64, 20_000, 500_000, 200);

    /// For a package's manifest, which grows with the package.
    public static final MarkupLimits MANIFEST =
            new MarkupLimits(32 << 20, 60, 500_000, 64, 20_000, 500_000, 200);

    /// For vector graphics, whose paths are long attributes.
    public static final MarkupLimits GRAPHIC =
            new MarkupLimits(4 << 20, 60, 50_000, 64, 500_000, 500_000, 200);
}
