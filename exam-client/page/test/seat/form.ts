/** A form for tests: one item of every interaction the bank imports, keyless, as it leaves the seal. */

const NS = 'xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0"';
const MATH = 'xmlns="http://www.w3.org/1998/Math/MathML"';

export function item(declarations: string, body: string, before = ''): string {
  return `<qti-assessment-item ${NS} identifier="test" title="" adaptive="false" time-dependent="false" xml:lang="zh-CN">${declarations}${before}<qti-item-body>${body}</qti-item-body></qti-assessment-item>`;
}
export function declare(identifier: string, cardinality: string, type: string): string {
  return `<qti-response-declaration identifier="${identifier}" cardinality="${cardinality}" base-type="${type}"/>`;
}
const both = (zh: string, en: string): string => `<span class="zh" xml:lang="zh-CN">${zh}</span> <span class="en" xml:lang="en">${en}</span>`;
const stem = (zh: string, en: string): string => `<div class="zh" xml:lang="zh-CN"><p>${zh}</p></div><div class="en" xml:lang="en"><p>${en}</p></div>`;
const simple = (name: string, all: [string, string, string][]): string => all.map(([id, zh, en]) => `<${name} identifier="${id}" match-max="1">${both(zh, en)}</${name}>`).join('');
const choices = (all: [string, string, string][]): string => all.map(([id, zh, en]) => `<qti-simple-choice identifier="${id}">${both(zh, en)}</qti-simple-choice>`).join('');
const PICTURE = '<img src="assets/engine.svg" width="480" height="320" alt="发动机示意图 Drawing of an engine"/>';
const AREAS = (name: string, more = ''): string =>
  [['P1', 'circle', '90,90,34'], ['P2', 'rect', '200,60,290,130'], ['P3', 'poly', '360,60,430,60,430,140,360,140'], ['P4', 'ellipse', '240,240,60,36']].map(([id, shape, coords]) => `<${name} identifier="${id}" shape="${shape}" coords="${coords}"${more}/>`).join('');

export interface TestItem {
  name: string;
  xml: string;
  order?: Record<string, string[]>;
  stimulus?: string;
}

const STIMULUS = `<qti-assessment-stimulus ${NS} identifier="case" title="" xml:lang="zh-CN"><qti-stimulus-body>
<div class="zh" xml:lang="zh-CN"><h2>案例材料</h2><p>一辆纯电动轿车雨后行驶时，仪表提示“绝缘故障”，随后无法再次上高压电。维修人员断电、验电后，测得下列数据。</p></div>
<div class="en" xml:lang="en"><h2>Case</h2><p>After driving in rain, an electric car reports an insulation fault and then refuses to switch on its high voltage. The data below are found.</p></div>
<p><img src="assets/engine.svg" width="480" height="320" alt="高压系统框图 Block diagram"/></p>
<table><caption>${both('测得的数据', 'What was measured')}</caption><thead><tr><th scope="col">${both('项目', 'Item')}</th><th scope="col">${both('数值', 'Value')}</th></tr></thead><tbody><tr><td>${both('单体电池标称电压', 'Nominal voltage of a cell')}</td><td>3.65 V</td></tr><tr><td>${both('最大工作电压', 'Maximum working voltage')}</td><td>400 V</td></tr></tbody></table>
</qti-stimulus-body></qti-assessment-stimulus>`;

export const ITEMS: TestItem[] = [
  {
    name: 'choice',
    xml: item(
      declare('RESPONSE', 'single', 'identifier'),
      `${stem('四冲程发动机完成一个工作循环，曲轴转过的角度为（　）。', 'In a four-stroke engine the crankshaft turns through what angle in one working cycle?')}<qti-choice-interaction response-identifier="RESPONSE" shuffle="true" max-choices="1">${choices([['A', '180°', '180°'], ['B', '360°', '360°'], ['C', '540°', '540°'], ['D', '720°', '720°']])}</qti-choice-interaction>`,
    ),
    order: { RESPONSE: ['C', 'A', 'D', 'B'] },
  },
  {
    name: 'multiple choice',
    xml: item(
      declare('RESPONSE', 'multiple', 'identifier'),
      `${stem('下列属于被动安全装置的有（　）。（最多选两项）', 'Which of these are passive safety devices? (At most two.)')}<qti-choice-interaction response-identifier="RESPONSE" max-choices="2">${choices([['A', '安全带', 'Seat belt'], ['B', '安全气囊', 'Airbag'], ['C', '防抱死制动系统', 'Anti-lock brakes'], ['D', '车道保持', 'Lane keeping']])}</qti-choice-interaction>`,
    ),
  },
  {
    name: 'inline choice',
    xml: item(
      declare('VOLTAGE', 'single', 'identifier') + declare('RESISTANCE', 'single', 'identifier'),
      `<p>${both('电压用', 'Voltage is given in')} <qti-inline-choice-interaction response-identifier="VOLTAGE" shuffle="false"><qti-inline-choice identifier="V">${both('伏特', 'volts')}</qti-inline-choice><qti-inline-choice identifier="A">${both('安培', 'amperes')}</qti-inline-choice></qti-inline-choice-interaction> ${both('表示，电阻用', 'and resistance in')} <qti-inline-choice-interaction response-identifier="RESISTANCE" shuffle="false"><qti-inline-choice identifier="OHM"><math ${MATH}><mi mathvariant="normal">Ω</mi></math></qti-inline-choice><qti-inline-choice identifier="W"><math ${MATH}><mi mathvariant="normal">W</mi></math></qti-inline-choice></qti-inline-choice-interaction> ${both('表示。', '.')}</p>`,
    ),
  },
  {
    name: 'text entry',
    xml: item(
      declare('NUMBER', 'single', 'float') + declare('FORMULA', 'single', 'string'),
      `${stem(
        `四缸发动机缸径 <i>D</i> = 80 mm，行程 <i>S</i> = 90 mm。按 <math ${MATH} display="block"><mrow><mi>V</mi><mo>=</mo><mfrac><mrow><mi>π</mi><msup><mi>D</mi><mn>2</mn></msup></mrow><mn>4</mn></mfrac><mi>S</mi><mi>z</mi><mo>=</mo><msqrt><mrow><mi>x</mi><mo>+</mo><mn>1</mn></mrow></msqrt></mrow></math> 计算排量（L）。`,
        'Give the displacement in litres.',
      )}<p>${both('排量：', 'Displacement:')} <qti-text-entry-interaction response-identifier="NUMBER" expected-length="8"/> L</p><p>${both('公式：', 'Formula:')} <qti-text-entry-interaction class="gongyuan-math" response-identifier="FORMULA" expected-length="16"/></p>`,
    ),
  },
  {
    name: 'extended text',
    xml: item(
      declare('RESPONSE', 'single', 'string'),
      `${stem('某轿车行驶至 80～100 km/h 时方向盘明显抖动。请简要说明可能的原因（至少三项）、排查步骤、修复后的验证方法。', 'At 80–100 km/h the steering wheel of a car shakes clearly. Describe causes, how you would trace them, and how you would verify the repair.')}<qti-extended-text-interaction response-identifier="RESPONSE" expected-lines="8" format="plain"/>`,
    ),
  },
  {
    name: 'match',
    xml: item(
      declare('RESPONSE', 'multiple', 'directedPair'),
      `${stem('为每项计量器具选出它所测的量。', 'Match each instrument with what it measures.')}<qti-match-interaction response-identifier="RESPONSE" shuffle="true" max-associations="3"><qti-simple-match-set>${simple('qti-simple-associable-choice', [['MICROMETER', '外径千分尺', 'Micrometer'], ['SOUND', '声级计', 'Sound level meter'], ['INSULATION', '绝缘电阻测试仪', 'Insulation tester']])}</qti-simple-match-set><qti-simple-match-set>${simple('qti-simple-associable-choice', [['PRESSURE', '声压级', 'Sound pressure level'], ['RESISTANCE', '绝缘电阻', 'Insulation resistance'], ['DIAMETER', '轴颈直径', 'Diameter of a journal']])}</qti-simple-match-set></qti-match-interaction>`,
    ),
    order: { 'RESPONSE/1': ['SOUND', 'MICROMETER', 'INSULATION'], 'RESPONSE/2': ['DIAMETER', 'PRESSURE', 'RESISTANCE'] },
  },
  {
    name: 'order',
    xml: item(
      declare('RESPONSE', 'ordered', 'identifier'),
      `${stem('请按高压系统断电操作的先后排序。', 'Put the steps of isolating the high-voltage system in order.')}<qti-order-interaction response-identifier="RESPONSE" shuffle="true">${choices([['OFF', '关闭点火开关', 'Switch off'], ['PULL', '断开维修开关', 'Pull the service disconnect'], ['WAIT', '等待电容放电', 'Wait for discharge'], ['TEST', '验电', 'Verify dead']])}</qti-order-interaction>`,
    ),
    order: { RESPONSE: ['WAIT', 'TEST', 'OFF', 'PULL'] },
  },
  {
    name: 'hottext',
    xml: item(
      declare('RESPONSE', 'multiple', 'identifier'),
      `<qti-hottext-interaction response-identifier="RESPONSE" max-choices="2"><p>${both('更换制动片：', 'Changing brake pads: ')}<qti-hottext identifier="H1">${both('支好车身', 'support the car')}</qti-hottext>，<qti-hottext identifier="H2">${both('不拆车轮', 'leave the wheel on')}</qti-hottext>，<qti-hottext identifier="H3">${both('压回活塞', 'press the piston back')}</qti-hottext>，<qti-hottext identifier="H4">${both('给摩擦面涂油', 'oil the friction face')}</qti-hottext>。</p></qti-hottext-interaction>`,
    ),
  },
  {
    name: 'gap match',
    xml: item(
      declare('RESPONSE', 'multiple', 'directedPair'),
      `<qti-gap-match-interaction response-identifier="RESPONSE" shuffle="true" max-associations="3"><qti-gap-text identifier="RICH" match-max="1">${both('浓', 'rich')}</qti-gap-text><qti-gap-text identifier="LEAN" match-max="1">${both('稀', 'lean')}</qti-gap-text><qti-gap-text identifier="MORE" match-max="1">${both('增加', 'raises')}</qti-gap-text><p>${both('氧传感器电压低，说明混合气', 'A low voltage of the oxygen sensor means the mixture is')} <qti-gap identifier="G1"/>${both('，控制单元', '; the control unit')} <qti-gap identifier="G2"/> ${both('喷油量。', 'the injection.')}</p></qti-gap-match-interaction>`,
    ),
  },
  {
    name: 'associate',
    xml: item(
      declare('RESPONSE', 'multiple', 'pair'),
      `${stem('把同一总成的零件配成对。', 'Pair the parts of one assembly.')}<qti-associate-interaction response-identifier="RESPONSE" max-associations="2">${simple('qti-simple-associable-choice', [['PISTON', '活塞', 'Piston'], ['RING', '活塞环', 'Piston ring'], ['VALVE', '气门', 'Valve'], ['SPRING', '气门弹簧', 'Valve spring']])}</qti-associate-interaction>`,
    ),
  },
  { name: 'hotspot', xml: item(declare('RESPONSE', 'single', 'identifier'), `${stem('请点选连杆所在的位置。', 'Select the connecting rod.')}<qti-hotspot-interaction response-identifier="RESPONSE" max-choices="1">${PICTURE}${AREAS('qti-hotspot-choice')}</qti-hotspot-interaction>`) },
  { name: 'select point', xml: item(declare('RESPONSE', 'multiple', 'point'), `${stem('请在图上标出两个漏油点。', 'Mark two points where oil leaks.')}<qti-select-point-interaction response-identifier="RESPONSE" max-choices="2">${PICTURE}</qti-select-point-interaction>`) },
  { name: 'graphic order', xml: item(declare('RESPONSE', 'ordered', 'identifier'), `${stem('按动力传递的先后点选。', 'Select in the order of the power flow.')}<qti-graphic-order-interaction response-identifier="RESPONSE">${PICTURE}${AREAS('qti-hotspot-choice')}</qti-graphic-order-interaction>`) },
  { name: 'graphic associate', xml: item(declare('RESPONSE', 'multiple', 'pair'), `${stem('连接相通的两处。', 'Connect what is connected.')}<qti-graphic-associate-interaction response-identifier="RESPONSE" max-associations="2">${PICTURE}${AREAS('qti-associable-hotspot', ' match-max="1"')}</qti-graphic-associate-interaction>`) },
  {
    name: 'graphic gap match',
    xml: item(declare('RESPONSE', 'multiple', 'directedPair'), `${stem('为各部位选择名称。', 'Name the parts.')}<qti-graphic-gap-match-interaction response-identifier="RESPONSE">${PICTURE}<qti-gap-text identifier="FAN" match-max="1">${both('风扇', 'Fan')}</qti-gap-text><qti-gap-text identifier="PUMP" match-max="1">${both('水泵', 'Pump')}</qti-gap-text>${AREAS('qti-associable-hotspot', ' match-max="1"')}</qti-graphic-gap-match-interaction>`),
  },
  { name: 'slider', xml: item(declare('RESPONSE', 'single', 'integer'), `${stem('怠速转速约为多少？', 'What is the idle speed?')}<qti-slider-interaction response-identifier="RESPONSE" lower-bound="0" upper-bound="2000" step="50"/>`) },
  {
    name: 'position object',
    xml: item(declare('RESPONSE', 'multiple', 'point'), `${stem('把传感器放到它的位置上。', 'Put the sensor where it belongs.')}<qti-position-object-stage>${PICTURE}<qti-position-object-interaction response-identifier="RESPONSE" max-choices="1"><img src="assets/engine.svg" width="40" height="30" alt="传感器 Sensor"/></qti-position-object-interaction></qti-position-object-stage>`),
  },
  { name: 'case', stimulus: STIMULUS, xml: item(declare('RESPONSE', 'single', 'identifier'), `${stem('该车动力电池的标称电压约为（　）。', 'The nominal voltage of the battery is about (　).')}<qti-choice-interaction response-identifier="RESPONSE" max-choices="1">${choices([['A', '350 V', '350 V'], ['B', '400 V', '400 V'], ['C', '3.65 V', '3.65 V']])}</qti-choice-interaction>`) },
];

export const ENGINE = `<svg xmlns="http://www.w3.org/2000/svg" width="480" height="320" viewBox="0 0 480 320"><g fill="none" stroke="#334" stroke-width="3"><rect x="20" y="20" width="440" height="280" rx="12"/><circle cx="90" cy="90" r="34"/><rect x="200" y="60" width="90" height="70"/><path d="M360 60h70v80h-70z"/><ellipse cx="240" cy="240" rx="60" ry="36"/><path d="M124 90h76M290 95h70M240 130v74"/></g></svg>`;
