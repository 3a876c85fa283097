/** The identifier of a managed Config rule, from the name that Security Hub or a conformance pack gave it; any other rule keeps its name. */
export const ruleId = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll('_', '-')
    .replace(/^securityhub-(.+)-[a-z0-9]{6,8}$/, '$1')
    .replace(/-conformance-pack-[a-z0-9]+$/, '');
