// Whether what the server sends is valid HTML.
import { HtmlValidate } from 'html-validate';

const validator = new HtmlValidate({
  extends: ['html-validate:recommended'],
  rules: {
    'no-inline-style': 'error', // the content security policy forbids it too
    'wcag/h37': 'error',
    // How templ writes: <input/>, required="", <!doctype html>, spaces at line ends. Equally valid.
    'void-style': 'off',
    'attribute-boolean-style': 'off',
    'attribute-empty-style': 'off',
    'doctype-style': 'off',
    'no-trailing-whitespace': 'off',
    // A button of a form submits: that is what every button without a type here is for.
    'no-implicit-button-type': 'off',
    // Titles end with the site's name and may hold an organisation's name of 200 characters.
    'long-title': 'off',
    // Styles and scripts are our own, from the same host and under a hash in their address.
    'require-sri': 'off',
    // A scrolling table, a status and a group of choices need a role that no element has.
    'prefer-native-element': 'off',
    // Safari forgets that a list without bullets is a list, unless it says so.
    'no-redundant-role': 'off',
    // A list may have a name: ARIA allows it, and it says what the signs beside a name are.
    'aria-label-misuse': ['error', { allowAnyNamable: true }],
    // The check boxes of one question share a name, and so do their hidden copies on the conflict page.
    'form-dup-name': 'off',
  },
});

/** What is wrong with the markup, as lines; the target is none. */
export async function markupFindings(html) {
  const report = await validator.validateString(html);
  return report.results.flatMap((r) => r.messages.filter((m) => !excused(m)).map((m) => `line ${m.line}: ${m.ruleId}: ${m.message}`));
}

/**
 * autocomplete="off" on a hidden field is no part of the standard, but it is
 * the only way to keep Firefox from putting an old number back on reload.
 */
function excused(message) {
  return message.ruleId === 'valid-autocomplete' && message.message.includes('<input type="hidden">');
}
