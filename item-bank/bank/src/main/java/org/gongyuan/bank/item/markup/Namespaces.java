package org.gongyuan.bank.item.markup;

/// The namespaces this program writes.
public final class Namespaces {

    /// QTI 3.0 items, tests and stimuli.
    public static final String QTI = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0";

    /// MathML.
    public static final String MATHML = "http://www.w3.org/1998/Math/MathML";

    /// Scalable vector graphics.
    public static final String SVG = "http://www.w3.org/2000/svg";

    /// `xml:lang` and its like.
    public static final String XML = "http://www.w3.org/XML/1998/namespace";

    /// Links inside vector graphics.
    public static final String XLINK = "http://www.w3.org/1999/xlink";

    /// Schema hints such as `xsi:schemaLocation`; read, never kept.
    public static final String XSI = "http://www.w3.org/2001/XMLSchema-instance";

    /// HTML in its own namespace.
    public static final String XHTML = "http://www.w3.org/1999/xhtml";

    private Namespaces() {}
}
