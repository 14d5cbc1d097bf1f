"""What the guide says of each mode, rule and flag, in English and Hebrew."""

from __future__ import annotations

from collections.abc import Mapping

from provisioner.model.advice import Text

TITLES: Mapping[str, Text] = {
    "call_center": {"en": "call centre", "he": "מוקד מכירות"},
    "b2b": {"en": "senior B2B", "he": "מכירות B2B בכירות"},
    "hybrid": {"en": "both ways of selling", "he": "שתי שיטות המכירה"},
    "insufficient": {"en": "not enough answers", "he": "אין די תשובות"},
}

MODES: Mapping[str, Text] = {
    "call_center": {
        "en": (
            "You win by pace: answer first, follow every lead to an outcome, measure by the day. Let the system drive."
        ),
        "he": "אתם מנצחים בקצב: לענות ראשונים, להביא כל ליד לתוצאה ולמדוד מדי יום. תנו למערכת להוביל.",
    },
    "b2b": {
        "en": (
            "You win by control: few deals, many deciders, a forecast that holds."
            " Let people lead and the system remind."
        ),
        "he": "אתם מנצחים בשליטה: מעט עסקאות, הרבה מקבלי החלטות ותחזית שעומדת. האנשים מובילים, המערכת מזכירה.",
    },
    "hybrid": {
        "en": (
            "You run two races. Keep two pipelines, one clear hand-off,"
            " and never manage one team by the other's numbers."
        ),
        "he": "אתם רצים שני מרוצים. החזיקו שני פייפליינים, מסירה אחת ברורה, ואל תנהלו צוות אחד במדדים של האחר.",
    },
    "insufficient": {
        "en": "Not enough to decide; answer the questions listed.",
        "he": "אין די מידע להכרעה; השלימו את השאלות שברשימה.",
    },
}

RULES: Mapping[str, Text] = {
    "R1": {
        "en": "Fewer than 7 of the 10 scored questions are answered, or one dimension has no answer at all.",
        "he": "פחות מ-7 מתוך 10 שאלות הניקוד נענו, או שיש ממד בלי אף תשובה.",
    },
    "R2": {
        "en": "Two customer groups are sold by different people, and each is at least a quarter of the revenue.",
        "he": "אנשים שונים מוכרים לשתי קבוצות לקוחות, וכל אחת מהן לפחות רבע מההכנסה.",
    },
    "R3": {
        "en": "The score is 0.35 or more, and no dimension speaks clearly for B2B (-0.5 or less).",
        "he": "הציון הוא 0.35 ומעלה, ואף ממד אינו מצביע בבירור על B2B (עד -0.5).",
    },
    "R4": {
        "en": "The score is -0.35 or less, and no dimension speaks clearly for a call centre (0.5 or more).",
        "he": "הציון הוא -0.35 ומטה, ואף ממד אינו מצביע בבירור על מוקד (0.5 ומעלה).",
    },
    "R5": {
        "en": "One dimension speaks clearly for a call centre (0.5 or more) and another for B2B (-0.5 or less).",
        "he": "ממד אחד מצביע בבירור על מוקד (0.5 ומעלה) וממד אחר על B2B (עד -0.5).",
    },
    "R6": {
        "en": "Nothing speaks clearly; the answers only lean to this side, so the confidence is low.",
        "he": "אין הכרעה ברורה; התשובות רק נוטות לצד הזה, ולכן רמת הביטחון נמוכה.",
    },
    "R7": {
        "en": (
            "The score is 0, so the sales cycle decides; where it is 0 too, B2B,"
            " since automating seniors too much costs more than automating a call centre too little."
        ),
        "he": (
            "הציון הוא 0 ולכן משך המכירה מכריע; אם גם הוא 0, התשובה היא B2B,"
            " כי אוטומציית יתר אצל בכירים יקרה יותר מאוטומציית חסר במוקד."
        ),
    },
}

FLAGS: Mapping[str, Text] = {
    "small_team": {
        "en": "One to three people cannot run two processes: keep one process with two views.",
        "he": "צוות של אחד עד שלושה לא יפעיל שני תהליכים: החזיקו תהליך אחד עם שתי תצוגות.",
    },
    "wrong_leads": {
        "en": (
            "20 or more enquiries per rep and day, yet a decision takes more than six weeks:"
            " marketing sends the wrong leads."
        ),
        "he": "20 פניות ומעלה לנציג ביום, אבל החלטה נמשכת יותר משישה שבועות: השיווק מביא לידים לא מתאימים.",
    },
    "contradiction": {
        "en": (
            "A full script and full autonomy over price and process exclude each other:"
            " answer questions 6 and 10 again."
        ),
        "he": "תסריט מלא ועצמאות מלאה במחיר ובתהליך סותרים זה את זה: ענו שוב על שאלות 6 ו-10.",
    },
    "one_pipeline": {
        "en": (
            "Both ways of selling need a deal pipeline each, and one is free. Use one pipeline with the deal type"
            " and a view for each. Lost by that: stages, probabilities and age limits of their own, and rules that"
            " tell the two apart by pipeline."
        ),
        "he": (
            "כל שיטת מכירה צריכה פייפליין עסקאות משלה, ורק אחד פנוי. השתמשו בפייפליין אחד עם סוג עסקה ותצוגה לכל"
            " שיטה. מה אובד: שלבים, הסתברויות ומגבלות זמן נפרדים, וכללים שמבחינים בין השתיים לפי פייפליין."
        ),
    },
    "no_leads_object": {
        "en": (
            "The portal has no leads: the plan takes the variant of the blueprint in which contacts are the work queue,"
            " by their lead status, and says what is lost by it; the way of selling stays."
        ),
        "he": (
            "בפורטל אין אובייקט לידים: התוכנית תשתמש בגרסת ה-blueprint שבה אנשי הקשר הם תור העבודה, לפי סטטוס הליד,"
            " ותפרט מה אובד; שיטת המכירה נשארת."
        ),
    },
}

STEPS: Mapping[str, Text] = {
    "answer": {
        "en": "Answer the open questions and ask again.",
        "he": "השלימו את השאלות הפתוחות והריצו שוב.",
    },
    "ask_again": {
        "en": "Clear up the contradiction with the people who answered, then ask again.",
        "he": "ישבו את הסתירה עם מי שענו, והריצו שוב.",
    },
    "agree": {
        "en": "The answers only lean: agree on the mode with sales management before anything is built.",
        "he": "התשובות רק נוטות לצד אחד: סכמו את השיטה עם הנהלת המכירות לפני שבונים משהו.",
    },
    "write": {
        "en": "Write the project: the blueprint of this mode, with the decision on record.",
        "he": "צרו את הפרויקט: ה-blueprint של השיטה, ובו ההחלטה מתועדת.",
    },
    "none_ready": {
        "en": "No blueprint is ready for this mode yet.",
        "he": "עדיין אין blueprint מוכן לשיטה הזאת.",
    },
    "apply": {
        "en": "Check the blueprint, look at the plan, apply it. The portal on this machine serves for a first try.",
        "he": "בדקו את ה-blueprint, עברו על התוכנית והחילו אותה. לניסיון ראשון מתאים הפורטל שבמחשב הזה.",
    },
}
