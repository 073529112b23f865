import { defined } from '../../lib/defined.ts'
/** A user, queries that find them, and queries that must not. */
export interface Sample {
  readonly userId: string
  readonly fullName?: string
  readonly email?: string
  readonly foundBy: readonly string[]
  readonly notBy: readonly string[]
}

const called = (
  userId: string,
  fullName: string,
  foundBy: readonly string[],
  notBy: readonly string[],
  email?: string,
): Sample => ({ userId, fullName, foundBy, notBy, ...defined({ email }) })

const RLM = '\u200f'
const ZWSP = '\u200b'
const SHY = '\u00ad'
const ISOLATE = '\u2068'
const END_ISOLATE = '\u2069'

const LATIN: readonly Sample[] = [
  called('p-01', 'María José Ñúñez', ['maria', 'MARÍA', 'jose nunez', 'nuñez mar', 'Mari\u0301a'], ['nunes', 'aria']),
  called(
    'p-02',
    "Seán O'Neil",
    ["o'neil", 'o’neil', 'oneil', 'neil', 'neil sean', 'O´Neil', 'o neil'],
    ['onei1', 'eil'],
  ),
  called(
    'p-03',
    'Anne–Marie D’Angelo',
    ['anne-marie', 'annemarie', 'marie', 'angelo', "d'ang", 'marie anne'],
    ['anne maria'],
  ),
  called(
    'p-04',
    'Björn Straßer (VIP)',
    ['bjorn', 'BJÖRN', 'strasser', 'STRASSER', 'straß', 'vip', '(vip)'],
    ['strase'],
  ),
  called(
    'p-05',
    'Łukasz Żółć-Wiśniewski',
    ['lukasz', 'łukasz', 'zolc', 'wisniewski', 'ŻÓŁĆ', 'zolcwis'],
    ['lucas', 'wisnievski'],
  ),
  called('p-06', 'Işık İnanç', ['isik', 'ışık', 'IŞIK', 'ISIK', 'inanc', 'İNANÇ', 'inanç işık'], ['inank']),
  called('p-07', 'Nguyễn Thị Đào', ['nguyen', 'Nguyễn', 'dao', 'đào', 'thi dao nguyen', 'NGUYEN THI'], ['nguyet']),
  called('p-08', 'Søren Ærø Þórsson', ['soren', 'søren', 'aero', 'ærø', 'thorsson', 'þórs'], ['sören x']),
  called('p-09', 'Ｗｉｄｅ Ｎａｍｅ Ⅷ', ['wide', 'name wide', 'ＷＩＤＥ', 'viii'], ['wyde']),
  called(
    'p-10',
    'Jean-Luc de la Fontaine',
    ['fontaine jean', 'jeanluc', 'luc', 'de la', 'jean-luc f'],
    ['jean-marc', 'taine'],
  ),
  called('p-11', 'Zoë 😀 Ångström🚀X', ['zoe', 'ZOË', 'angstrom', 'ångström', 'angstromx', 'zoe😀', '🚀x'], ['strom']),
  called('p-12', '[Support] Kim/Lee', ['support', 'kim', 'lee', 'kim/lee', 'lee kim', '[sup'], ['upport']),
  called('p-13', `Hid${SHY}den ${ZWSP}Zero${ZWSP}width`, ['hidden', 'zerowidth', `hid${SHY}d`, 'zero'], ['width']),
  called('p-14', 'Ioana\tPopescu\u00a0Ștefan', ['popescu ioana', 'stefan', 'ștefan', 'Ştefan'], ['opescu']),
  called('p-15', 'Kaʻiulani Kawānanakoa', ['kaiulani', "ka'iulani", 'kaʻiulani', 'kawananakoa'], ['iulanis']),
]

const GREEK_AND_CYRILLIC: readonly Sample[] = [
  called('p-16', 'Σωκράτης Παπαδόπουλος', ['σωκρατης', 'ΣΩΚΡΆΤΗΣ', 'σωκράτησ', 'παπαδοπουλος', 'ΠΑΠΑΔ'], ['σωκρατες']),
  called('p-17', 'Νίκος Αϊβαλής', ['νικος', 'ΝΙΚΟΣ', 'αιβαλης', 'αϊβαλής νίκ'], ['κος']),
  called('p-18', 'Фёдор Достоевский', ['федор', 'Фёдор', 'ФЁДОР', 'достоевск', 'достоевскии'], ['федот']),
  called('p-19', "Дем'ян Їжакевич", ['дем’ян', 'демян', 'їжакевич', 'іжак', 'ян'], ['емян']),
]

const RIGHT_TO_LEFT: readonly Sample[] = [
  called('p-20', 'مُحَمَّد عَلِيّ', ['محمد', 'مُحَمَّد', 'علي', 'علي محمد', 'على'], ['حمد']),
  called('p-21', 'أحمد الإدريسي', ['احمد', 'أحمد', 'الادريسي', 'الإدريس'], ['ادريسي']),
  called('p-22', 'فاطمـــة الزهراء', ['فاطمة', 'فاطمه', 'فاطمـة', 'الزهرا'], ['زهراء']),
  called('p-23', `${RLM}${ISOLATE}یاسمین کریمی${END_ISOLATE}`, ['یاسمین', 'ياسمين', 'كريمي', `${RLM}کریمی`], ['مین']),
  called('p-24', 'שָׁלוֹם כּוֹהֵן', ['שלום', 'שָׁלוֹם', 'כוהן', 'כוה שלו'], ['לום']),
  called('p-25', `Dan ${RLM}דניאל${RLM} Levi`, ['דניאל', 'dan levi', 'levi דני', 'דניא'], ['ניאל']),
]

const INDIC_AND_THAI: readonly Sample[] = [
  called('p-26', 'प्रिया शर्मा', ['प्रिया', 'प्रि', 'शर्मा', 'शर्मा प्रिया'], ['रिया', 'प्रीति']),
  called('p-27', 'फ़ैज़ अहमद', ['फैज', 'फ़ैज़', 'अहमद'], ['फौज']),
  called('p-28', 'สมศรี ก้องเกียรติ์', ['สมศรี', 'ก้อง', 'กองเกียรติ', 'ก้องเกียรติ์ สมศรี'], ['สมศรา', 'เกียรติ']),
]

const EAST_ASIAN: readonly Sample[] = [
  called('p-29', '王小明', ['王', '王小', '王小明', '王 小明'], ['小明', '王大']),
  called('p-30', '李　华 Bo', ['李华', '李', '华', 'bo', '李 华'], ['李花']),
  called(
    'p-31',
    'ﾔﾏﾀﾞ ﾀﾛｳ',
    ['ヤマダ', 'やまだ', 'ﾔﾏﾀﾞ', 'タロウ', 'ヤマダタロウ', 'たろう やまだ'],
    ['マダ', 'ヤマタノ'],
  ),
  called('p-32', '山田 太郎', ['山田', '太郎', '山田太郎', '山田　太郎', '太郎 山田'], ['田太']),
  called('p-33', 'マリア・ゴンザレス', ['マリア', 'まりあ', 'ゴンザレス', 'ﾏﾘｱ･ｺﾞﾝ', 'コ\u3099ン'], ['ンザ']),
  called('p-34', '김민수', ['김', '김민', '김민수', '김 민수', 'ㄱ'], ['민수', '박']),
]

const PHONES: readonly Sample[] = [
  {
    userId: '+49 (0)170 555-12.34',
    foundBy: ['+49 170 5551234', '491705551234', '0049170555', '+49 (0) 170', '49/170/555', '٤٩١٧٠٥٥٥'],
    notBy: ['170555', '4917055512345'],
  },
  {
    userId: '4917666600011@s.whatsapp.net',
    foundBy: ['4917666600011', '+49 176 666', '4917666600011@s.what', '+49-176-6660', '0049 176 66600'],
    notBy: ['491766660001@s.whatsapp.net', 's.whatsapp.net'],
  },
  {
    userId: 'whatsapp:+14155238886',
    foundBy: ['whatsapp:+1415', '+1 (415) 523-8886', '14155238', '001 415 523', 'tel:+14155238886'],
    notBy: ['4155238886'],
  },
  {
    userId: '00441632960111',
    foundBy: ['+44 1632 960111', '441632960', '0044 1632', '00441632960111'],
    notBy: ['1632960'],
  },
]

const MAILS: readonly Sample[] = [
  called(
    'p-39',
    '+351 912 000 777',
    ['351912', '+351 912 000 777', '912 351', 'rita.lopes+shop@example.org', 'RITA.L', 'lopes', 'rita lopes'],
    ['example.org', 'opes', 'rita.lopes@example.org'],
    ' Rita.Lopes+shop@Example.org ',
  ),
  {
    userId: 'Joao.Da-Silva@example.com',
    foundBy: ['joao.da-silva@example.com', 'JOÃO.DA', 'joao'],
    notBy: ['silva', 'joao.da-silva@example.org'],
  },
]

/** Forty people in ten scripts. */
export const PEOPLE: readonly Sample[] = [
  ...LATIN,
  ...GREEK_AND_CYRILLIC,
  ...RIGHT_TO_LEFT,
  ...INDIC_AND_THAI,
  ...EAST_ASIAN,
  ...PHONES,
  ...MAILS,
]
