/** The items a candidate tries before the exam: of the page itself, never scored (seat-page.md section 3). */

const item = (number: number, declarations: string, body: string): string =>
  `<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="try-${number}" title="" adaptive="false" time-dependent="false" xml:lang="zh-CN">${declarations}<qti-item-body>${body}</qti-item-body></qti-assessment-item>`;
const both = (zh: string, en: string): string => `<span class="zh" xml:lang="zh-CN">${zh}</span><span class="en" xml:lang="en">${en}</span>`;
const declare = (identifier: string, cardinality: string, type: string): string => `<qti-response-declaration identifier="${identifier}" cardinality="${cardinality}" base-type="${type}"/>`;

export const TRY_OUT: readonly string[] = [
  item(
    1,
    declare('RESPONSE', 'single', 'identifier'),
    `<qti-choice-interaction response-identifier="RESPONSE" max-choices="1"><qti-prompt>${both('单项选择：一年有几个季节？', 'Single choice: how many seasons are in a year?')}</qti-prompt>${[['A', '两个', 'Two'], ['B', '三个', 'Three'], ['C', '四个', 'Four'], ['D', '五个', 'Five']]
      .map(([id, zh, en]) => `<qti-simple-choice identifier="${id}">${both(zh ?? '', en ?? '')}</qti-simple-choice>`)
      .join('')}</qti-choice-interaction>`,
  ),
  item(
    2,
    declare('RESPONSE', 'multiple', 'identifier'),
    `<qti-choice-interaction response-identifier="RESPONSE" max-choices="0"><qti-prompt>${both('多项选择：下面哪些是水果？', 'Multiple choice: which of these are fruit?')}</qti-prompt>${[['A', '苹果', 'Apple'], ['B', '石头', 'Stone'], ['C', '梨', 'Pear'], ['D', '桃', 'Peach']]
      .map(([id, zh, en]) => `<qti-simple-choice identifier="${id}">${both(zh ?? '', en ?? '')}</qti-simple-choice>`)
      .join('')}</qti-choice-interaction>`,
  ),
  item(
    3,
    declare('NUMBER', 'single', 'float') + declare('UNIT', 'single', 'identifier'),
    `<p>${both('填空：', 'Fill in: ')}<math xmlns="http://www.w3.org/1998/Math/MathML"><mrow><mfrac><mn>1</mn><mn>2</mn></mfrac><mo>+</mo><msqrt><mn>4</mn></msqrt><mo>=</mo></mrow></math> <qti-text-entry-interaction response-identifier="NUMBER" expected-length="6"/></p><p>${both('下拉选择：一米等于一百', 'List: one metre is a hundred ')} <qti-inline-choice-interaction response-identifier="UNIT"><qti-inline-choice identifier="CM">${both('厘米', 'centimetres')}</qti-inline-choice><qti-inline-choice identifier="KM">${both('千米', 'kilometres')}</qti-inline-choice></qti-inline-choice-interaction></p>`,
  ),
  item(
    4,
    declare('RESPONSE', 'single', 'string'),
    `<qti-extended-text-interaction response-identifier="RESPONSE" expected-lines="6"><qti-prompt>${both('简答：请用您习惯的输入法写一两句话，例如今天的天气。', 'Short text: write a sentence or two with your input method, for example about the weather.')}</qti-prompt></qti-extended-text-interaction>`,
  ),
  item(
    5,
    declare('RESPONSE', 'ordered', 'identifier'),
    `<qti-order-interaction response-identifier="RESPONSE"><qti-prompt>${both('排序：请按从小到大排列。', 'Order: from small to large.')}</qti-prompt>${[['L', '大象', 'Elephant'], ['S', '蚂蚁', 'Ant'], ['M', '猫', 'Cat']].map(([id, zh, en]) => `<qti-simple-choice identifier="${id}">${both(zh ?? '', en ?? '')}</qti-simple-choice>`).join('')}</qti-order-interaction>`,
  ),
];
