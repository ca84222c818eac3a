package org.gongyuan.verify.check;

/// The numbered checks of `verification.md` section 2, in their order.
public enum Check {
    V00("文件清单", "the files are those the index lists"),
    V01("日志开头", "each log begins once, for this sitting"),
    V02("条目格式", "every leaf is an entry of this version"),
    V03("检查点签名", "every checkpoint is signed by the key in force"),
    V04("检查点根", "every checkpoint's root is that of its leaves"),
    V05("总检查点", "the super-checkpoint lists each log's last checkpoint"),
    V06("回执", "every receipt offered is in the record"),
    V07("试卷清单", "the manifest is the accepted one, signed by two"),
    V08("启封人数", "released by a quorum with the committed key"),
    V09("启封时间", "nothing released or started before its time"),
    V10("会话序号", "each session's entries count without gap"),
    V11("会话状态", "each session follows the state machine"),
    V12("作答链", "each response links to the one before"),
    V13("超时作答", "no response after its deadline or while held"),
    V14("时限计算", "deadlines, holds and extensions add up"),
    V15("双人办理", "time, place and voiding were changed by two persons"),
    V16("交卷", "submissions agree with their chain and signature"),
    V17("强制收卷", "collections came after the deadline and agree with their chain"),
    V18("链头签名", "signed heads are the heads, signed by the key in force"),
    V19("监考观测链", "observations and pictures count and link"),
    V20("人数核对", "the counts at close agree with the entries"),
    V21("名册核对", "admitted and absent are exactly the roster"),
    V22("阅卷启封", "marking was opened after close, by a quorum"),
    V23("答卷", "opened answer sheets are complete and match their commitments"),
    V24("人工评分", "human scores are the recorded ones, by two, within bounds"),
    V25("重新计分", "scores computed anew are the same"),
    V26("合格标准", "the cut score is the adopted one, signed by two"),
    V27("合格判定", "decisions computed anew are the same"),
    V28("成绩摘要", "inputs and results are those of the scored entry"),
    V29("发布", "two approved, the notice ran, then it was published"),
    V30("时间次序", "instants in a log never step back"),
    V31("密钥传递", "every node that started sessions held the released key"),
    V32("密钥销毁", "keys were ended by two persons, not before their purpose"),
    V33("不计条目", "what a log sets aside is held by other entries that count"),
    V34("转录条目", "what a log carries over stands in the log it names"),
    V35("重建日志", "a restored log is vouched for by another, under two persons"),
    V36("机器检查", "sessions started only where the posture policy or its overriding let them"),
    V40("双人行为", "acts under two persons are as both proved them, in time, by known passkeys"),
    V41("冻结规则", "the sitting was opened by its frozen rules, changed only as they may be"),
    V42("补时上限", "no session got more time than the frozen limit without an act beyond it"),
    V43("发布行为", "an act that publishes names results this record scored, after they were"),
    V44("另册条目", "what belongs to a node's staff log stands in no log of a sitting"),
    V45("份额归属", "shares are of this sitting's keys, each custodian's one and the same"),
    V46("作答开启", "responses of a sitting opened by an act were opened under an act of two"),
    V47("审计导出", "every entry of an audit export is in its log, under a checkpoint of a known key"),
    V48("期满销毁", "personal data ended after its time, announced before, by an entry that says so"),
    V49("拟取证名单", "lists of proposed holders are who reached a level but those held back, by two"),
    V50("份额销毁", "shares of the marking key ended when due, by who held them, and enough of them");

    private final String zh;
    private final String en;

    Check(String zh, String en) {
        this.zh = zh;
        this.en = en;
    }

    /// What the check is about, in Chinese.
    public String zh() {
        return zh;
    }

    /// What holds when the check holds, in English.
    public String en() {
        return en;
    }
}
