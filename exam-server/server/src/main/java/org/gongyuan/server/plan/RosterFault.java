package org.gongyuan.server.plan;

import java.util.Locale;

/// What may be wrong with a row of a roster, and what to do about it.
public enum RosterFault {
    HEADER(
            "表头缺少此列",
            "补上此列；列名见模板",
            "the table lacks this column",
            "add it, named as in the template"),
    COLUMN(
            "不认识的列",
            "删除此列或改为模板中的列名",
            "this column is not known",
            "delete it or name it as in the template"),
    EMPTY("必填项为空", "填写后重新导入", "this must not be empty", "fill it in"),
    TOO_LONG("内容过长", "缩短后重新导入", "this is too long", "shorten it"),
    FORMULA(
            "单元格是公式或以 = + - @ 开头",
            "改为纯文本",
            "a formula, or begins with = + - @",
            "make it plain text"),
    ROUNDED(
            "数字已被表格软件截断",
            "将该列设为文本格式并重新填写",
            "a number that the spreadsheet rounded",
            "make the column text and fill it in anew"),
    TICKET_TWICE("准考证号重复", "核对并保留一行", "this ticket number is there twice", "keep one row"),
    SEAT(
            "座位写法不对",
            "写作 考点/考场/座位号，如 C1/R1/12",
            "this is no seat",
            "write CENTRE/ROOM/DESK, such as C1/R1/12"),
    SEAT_UNPLANNED(
            "考点安排中没有这个座位",
            "改座位，或先在考场中启用",
            "no such seat is planned",
            "change the seat, or plan it first"),
    SEAT_TWICE("座位分配给了两人", "为其中一人改座位", "two have this seat", "give one of them another"),
    SECRET("口令应为 6 至 100 个字符", "更换口令", "a secret has 6 to 100 characters", "give another"),
    MINUTES("加时应为 0 至 1440 的整数分钟", "填写整数分钟", "whole minutes, 0 to 1440", "fill in whole minutes"),
    PHOTO(
            "照片缺失或不合要求",
            "核对照片包中的文件",
            "the photo is missing or not as due",
            "look at the file in the archive"),
    STAFF(
            "此准考证号属于申报为考生的工作人员",
            "该人员须回避本场考务",
            "the ticket of staff who declared to sit here",
            "that person has no part in this sitting"),
    OTHER("此行不合要求", "对照模板检查", "this row is not as due", "compare it with the template");

    private final String zh;
    private final String todoZh;
    private final String en;
    private final String todoEn;

    RosterFault(String zh, String todoZh, String en, String todoEn) {
        this.zh = zh;
        this.todoZh = todoZh;
        this.en = en;
        this.todoEn = todoEn;
    }

    /// The name in the specification.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// What is wrong, in Chinese.
    public String zh() {
        return zh;
    }

    /// What to do, in Chinese.
    public String todoZh() {
        return todoZh;
    }

    /// What is wrong, in English.
    public String en() {
        return en;
    }

    /// What to do, in English.
    public String todoEn() {
        return todoEn;
    }
}
