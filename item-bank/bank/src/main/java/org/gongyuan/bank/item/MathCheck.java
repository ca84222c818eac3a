package org.gongyuan.bank.item;

import org.gongyuan.bank.item.markup.Attribute;
import org.gongyuan.bank.item.markup.Element;
import org.gongyuan.bank.item.markup.Namespaces;
import org.gongyuan.bank.item.markup.Node;
import org.gongyuan.bank.item.markup.Text;

import java.util.ArrayList;
import java.util.Locale;
import java.util.Set;

/// Checks MathML in an item: elements that only show mathematics, no links, actions or foreign
/// content (`item-bank/spec/interchange.md`, section 6).
final class MathCheck {

    private static final Set<String> REFUSED = Set.of("maction", "mglyph", "csymbol");

    private static final Set<String> LINKS =
            Set.of("href", "src", "altimg", "actiontype", "definitionURL", "cdgroup", "xref");

    private static final Set<String> PRESENTATION =
            Set.of(
                    "math",
                    "mi",
                    "mn",
                    "mo",
                    "mtext",
                    "mspace",
                    "ms",
                    "mrow",
                    "mfrac",
                    "msqrt",
                    "mroot",
                    "mstyle",
                    "merror",
                    "mpadded",
                    "mphantom",
                    "mfenced",
                    "menclose",
                    "msub",
                    "msup",
                    "msubsup",
                    "munder",
                    "mover",
                    "munderover",
                    "mmultiscripts",
                    "mprescripts",
                    "none",
                    "mtable",
                    "mlabeledtr",
                    "mtr",
                    "mtd",
                    "maligngroup",
                    "malignmark",
                    "mstack",
                    "mlongdiv",
                    "msgroup",
                    "msrow",
                    "mscarries",
                    "mscarry",
                    "msline",
                    "semantics",
                    "annotation");

    private static final Set<String> CONTENT =
            Set.of(
                    "apply",
                    "ci",
                    "cn",
                    "cs",
                    "sep",
                    "bvar",
                    "condition",
                    "declare",
                    "lambda",
                    "compose",
                    "ident",
                    "domain",
                    "codomain",
                    "image",
                    "piecewise",
                    "piece",
                    "otherwise",
                    "quotient",
                    "factorial",
                    "divide",
                    "max",
                    "min",
                    "minus",
                    "plus",
                    "power",
                    "rem",
                    "times",
                    "root",
                    "gcd",
                    "and",
                    "or",
                    "xor",
                    "not",
                    "implies",
                    "forall",
                    "exists",
                    "abs",
                    "conjugate",
                    "arg",
                    "real",
                    "imaginary",
                    "lcm",
                    "floor",
                    "ceiling",
                    "eq",
                    "neq",
                    "gt",
                    "lt",
                    "geq",
                    "leq",
                    "equivalent",
                    "approx",
                    "factorof",
                    "int",
                    "diff",
                    "partialdiff",
                    "lowlimit",
                    "uplimit",
                    "degree",
                    "momentabout",
                    "logbase",
                    "interval",
                    "inverse",
                    "divergence",
                    "grad",
                    "curl",
                    "laplacian",
                    "set",
                    "list",
                    "union",
                    "intersect",
                    "in",
                    "notin",
                    "subset",
                    "prsubset",
                    "notsubset",
                    "notprsubset",
                    "setdiff",
                    "card",
                    "cartesianproduct",
                    "sum",
                    "product",
                    "limit",
                    "tendsto",
                    "exp",
                    "ln",
                    "log",
                    "sin",
                    "cos",
                    "tan",
                    "sec",
                    "csc",
                    "cot",
                    "sinh",
                    "cosh",
                    "tanh",
                    "sech",
                    "csch",
                    "coth",
                    "arcsin",
                    "arccos",
                    "arctan",
                    "arccosh",
                    "arccot",
                    "arccoth",
                    "arccsc",
                    "arccsch",
                    "arcsec",
                    "arcsech",
                    "arcsinh",
                    "arctanh",
                    "mean",
                    "sdev",
                    "variance",
                    "median",
                    "mode",
                    "moment",
                    "vector",
                    "matrix",
                    "matrixrow",
                    "determinant",
                    "transpose",
                    "selector",
                    "vectorproduct",
                    "scalarproduct",
                    "outerproduct",
                    "integers",
                    "reals",
                    "rationals",
                    "naturalnumbers",
                    "complexes",
                    "primes",
                    "exponentiale",
                    "imaginaryi",
                    "notanumber",
                    "true",
                    "false",
                    "emptyset",
                    "pi",
                    "eulergamma",
                    "infinity");

    private MathCheck() {}

    static Element clean(Element from, Findings findings) {
        var name = from.name();
        if (!from.namespace().equals(Namespaces.MATHML)) {
            findings.refuse(from.line(), name, "foreign content inside MathML");
            return from;
        }
        if (REFUSED.contains(name) || (!PRESENTATION.contains(name) && !CONTENT.contains(name))) {
            findings.refuse(from.line(), name, "this MathML element is outside the subset");
            return from;
        }
        var attributes = new ArrayList<Attribute>();
        for (var attribute : from.attributes()) {
            if (keeps(from, attribute, findings)) {
                attributes.add(attribute);
            }
        }
        var children = new ArrayList<Node>();
        boolean holdsElements = !from.elements().isEmpty();
        for (var child : from.children()) {
            switch (child) {
                case Text text -> {
                    if (!(holdsElements && text.isBlank())) {
                        children.add(text);
                    }
                }
                case Element element -> {
                    if (element.name().equals("annotation-xml")) {
                        findings.note(element.line(), element.name(), "annotations are not kept");
                    } else {
                        children.add(clean(element, findings));
                    }
                }
            }
        }
        return from.withAttributes(attributes).withChildren(children);
    }

    private static boolean keeps(Element from, Attribute attribute, Findings findings) {
        var name = attribute.name();
        var where = "%s on %s".formatted(name, from.name());
        if (name.toLowerCase(Locale.ROOT).startsWith("on")) {
            findings.refuse(from.line(), where, "event attributes run code");
            return false;
        }
        if (Attributes.runs(attribute.value())) {
            findings.refuse(from.line(), where, "it would run code");
            return false;
        }
        if (name.equals("style") && StyleCheck.refused(attribute.value()).isPresent()) {
            findings.refuse(from.line(), where, "this style can fetch or run something");
            return false;
        }
        if (attribute.namespace().equals(Namespaces.XML)) {
            return name.equals("lang");
        }
        if (!attribute.namespace().isEmpty() || LINKS.contains(name)) {
            if (!attribute.namespace().equals(Namespaces.XSI)) {
                findings.note(from.line(), where, "it is not used in an exam and was not kept");
            }
            return false;
        }
        return true;
    }
}
