"""Names of months and weekdays as papers print them and CLDR does not list them (data)."""

from __future__ import annotations

from collections.abc import Mapping

# Language -> month -> other spellings.
MONTHS: Mapping[str, Mapping[int, tuple[str, ...]]] = {
    "en": {6: ("june",), 7: ("july",), 9: ("sept", "sep")},
    "de": {1: ("jänner", "jan"), 2: ("feber", "feb"), 3: ("mrz", "maerz"), 9: ("sept", "sep")},
    "es": {9: ("setiembre", "set", "sept", "sep")},
    "fr": {7: ("juil", "jui"), 9: ("sept",)},
    "pt": {3: ("marco",)},
    "nl": {3: ("mrt", "mar")},
    "it": {9: ("sett",)},
    "ro": {1: ("ianuar",), 5: ("maiu",), 7: ("iul",), 8: ("aug",), 9: ("sept",)},
    "hi": {
        1: ("जनवरी",),
        2: ("फ़रवरी", "फरवरी"),
        5: ("मई",),
        7: ("जुलाई",),
        8: ("अगस्त",),
        9: ("सितम्बर", "सितंबर"),
        10: ("अक्टूबर", "अक्तूबर"),
        11: ("नवम्बर", "नवंबर"),
        12: ("दिसम्बर", "दिसंबर"),
    },
    "ne": {2: ("फेब्रुवरी", "फेब्रुअरी"), 4: ("अप्रिल", "एप्रिल"), 5: ("मई",), 8: ("अगष्ट",), 11: ("नोभेम्बर",)},
    "bn": {1: ("জানুয়ারি",), 2: ("ফেব্রুয়ারি",), 8: ("অগস্ট", "আগষ্ট"), 9: ("সেপ্টেম্বর",), 12: ("ডিসেম্বর",)},
    "te": {7: ("జూలై",), 8: ("ఆగష్టు",)},
    "ar": {
        1: ("كانون الثاني", "جانفي"),
        2: ("شباط", "فيفري"),
        3: ("آذار", "اذار"),
        4: ("نيسان", "أفريل", "إبريل"),
        5: ("أيار", "ماي"),
        6: ("حزيران", "جوان"),
        7: ("تموز", "جويلية", "يوليوز"),
        8: ("آب", "أوت", "غشت", "اغسطس"),
        9: ("أيلول", "شتنبر"),
        10: ("تشرين الأول", "اكتوبر"),
        11: ("تشرين الثاني", "نونبر"),
        12: ("كانون الأول", "دجنبر"),
    },
    "fa": {1: ("جنوری",), 2: ("فبروری",), 3: ("مارچ",), 4: ("اپریل",), 5: ("می",), 6: ("جون",), 7: ("جولای",)}
    | {8: ("اگست", "آگوست"), 9: ("سپتمبر",), 10: ("اکتوبر",), 11: ("نومبر",), 12: ("دسمبر",)},
    "ps": {7: ("جولایی",), 9: ("سپتمبر", "سپټمبر"), 5: ("می",)},
    "ru": {9: ("сент",), 11: ("нояб",)},
    "id": {1: ("djanuari",), 2: ("pebruari",), 6: ("djuni",), 7: ("djuli",), 8: ("agt", "agst"), 11: ("nopember",)},
    "ms": {1: ("januari",), 3: ("mac",), 7: ("julai",), 8: ("ogos", "ogs"), 12: ("disember", "dis")},
    "pl": {month: (name,) for month, name in enumerate("i ii iii iv v vi vii viii ix x xi xii".split(), 1) if name[1:]},
    "sr": {
        1: ("januara", "јануара"),
        2: ("februara", "фебруара"),
        3: ("marta", "марта"),
        4: ("aprila", "априла"),
        5: ("maja", "маја"),
        6: ("juna", "јуна", "juni", "јуни"),
        7: ("jula", "јула", "juli", "јули"),
        8: ("avgusta", "августа"),
        9: ("septembra", "септембра"),
        10: ("oktobra", "октобра"),
        11: ("novembra", "новембра"),
        12: ("decembra", "децембра"),
    },
    "sl": {
        month: (name,)
        for month, name in enumerate(
            "januarja februarja marca aprila maja junija julija avgusta septembra oktobra novembra decembra".split(), 1
        )
    },
    "bs": {
        month: (name,)
        for month, name in enumerate(
            "januara februara marta aprila maja juna jula avgusta septembra oktobra novembra decembra".split(), 1
        )
    },
    "et": {10: ("oktoobri", "oktoobril"), 12: ("detsembri", "detsembril"), 9: ("septembri", "septembril")}
    | {11: ("novembri", "novembril"), 1: ("jaanuaril",), 2: ("veebruaril",), 4: ("aprillil",)},
    "lv": {
        month: tuple(stem + ending for ending in endings.split())
        for month, (stem, endings) in enumerate(
            [
                ("janvār", "a ī im"),
                ("februār", "a ī im"),
                ("mart", "a ā am"),
                ("aprīl", "ī im"),
                ("maij", "a ā am"),
                ("jūnij", "a ā am"),
                ("jūlij", "a ā am"),
                ("august", "a ā am"),
                ("septembr", "a ī im"),
                ("oktobr", "a ī im"),
                ("novembr", "a ī im"),
                ("decembr", "a ī im"),
            ],
            1,
        )
    },
    "ky": {month: (name,) for month, name in enumerate("январы февралы марты апрели майы июну июлу августу".split(), 1)}
    | {9: ("сентябры",), 10: ("октябры",), 11: ("ноябры",), 12: ("декабры",)},
    "cy": {2: ("chwefror",), 3: ("fawrth",), 5: ("fai",), 6: ("fehefin",), 7: ("orffennaf",), 9: ("fedi",)},
}

# Language -> endings that a month's full name takes in a date: "martxoaren", "mars-i", "maaliskuun", "มีนาคม" has none.
ENDINGS: Mapping[str, tuple[str, ...]] = {
    "az": ("ın", "in", "un", "ün", "da", "də"),
    "ckb": ("ی",),
    "et": ("i", "il", "l", "ni"),
    "eu": ("ren", "k", "n", "ko"),
    "fa": ("ماه",),
    "fi": ("n", "ta", "ssa", "lta"),
    "hu": ("i", "ban", "ben"),
    "hy": ("ի", "ին"),
    "ka": ("ს", "ის"),
    "kk": ("дың", "дің", "ның", "нің", "да", "де"),
    "ku": ("a", "ê", "an"),
    "mn": ("ын",),
    "my": ("လ",),
    "tr": ("ın", "in", "un", "ün", "ta", "te", "da", "de"),
    "uz": ("da",),
}
# Language -> what its months' names may be written together with.
BEGINNINGS: Mapping[str, tuple[str, ...]] = {"he": ("ב",), "km": ("ខែ",), "lo": ("ເດືອນ",)}

# Language -> weekday from 0 (Monday) -> other spellings.
WEEKDAYS: Mapping[str, Mapping[int, tuple[str, ...]]] = {
    "de": {5: ("sonnabend",)},
    "id": {4: ("jum'at",), 6: ("ahad",), 0: ("senen",)},
    "ne": {5: ("शनिवार",), 6: ("आइतवार", "आईतबार"), 0: ("सोमवार",), 1: ("मंगलबार", "मंगलवार"), 2: ("बुधवार",)}
    | {3: ("बिहीबार", "बिहिवार"), 4: ("शुक्रवार",)},
    "hi": {3: ("बृहस्पतिवार", "गुरुवार", "वीरवार"), 6: ("इतवार",)},
    "bn": {3: ("বৃহস্পতি",)},
    "ur": {5: ("سنیچر", "ہفتے"), 4: ("جمعتہ المبارک", "جمعۃ المبارک"), 6: ("اتوار",)},
    "ar": {0: ("الاثنين", "الإثنين"), 6: ("الأحد",), 2: ("الأربعاء", "الاربعاء")},
    "am": {6: ("እሁድ",), 4: ("አርብ",), 2: ("ረቡዕ",)},
    "km": {5: ("ថ្ងៃសៅរ៍",), 6: ("ថ្ងៃអាទិត្យ",), 0: ("ថ្ងៃចន្ទ", "ថ្ងៃច័ន្ទ"), 1: ("ថ្ងៃអង្គារ",), 2: ("ថ្ងៃពុធ",)}
    | {3: ("ថ្ងៃព្រហស្បតិ៍",), 4: ("ថ្ងៃសុក្រ",)},
}
# Language -> what a weekday's name may end with besides: "lauantaina", "lördagen", "šeštadienį".
WEEKDAY_ENDINGS: Mapping[str, str] = {"fi": "na", "sv": "en", "nb": "en", "da": "en", "eu": "k", "et": "al"}
