/** Secrets that stand in the events, tags and states of every world; no two are alike, and none may be seen anywhere else. */
export const secrets = {
  key: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEVILTESTKY',
  token: `IQoJb3JpZ2luX2Vj${'eV1L/'.repeat(30)}==`,
  pem: `-----BEGIN RSA PRIVATE KEY-----\n${'MIIEevil'.repeat(12)}\n-----END RSA PRIVATE KEY-----`,
  github: `ghp_${'e1V2'.repeat(9)}`,
  slack: 'xoxb-223456789012-evilEVILevil',
  anthropic: `sk-ant-api03-${'eViL'.repeat(10)}`,
  bearer: 'e1v2i3l4e5v6i7l8e9v0',
  password: 'correct evil battery',
  variable: 'EvilPassw0rd-in-a-connection',
  userData: 'IyEvYmluL3NoCmV4cG9ydCBBUElfS0VZPWV2aWwtMTIzNDU2Cg==',
  secure: 'evil-secure-string-4711',
  cookie: 'evilsid0c1d2e3f',
  query: 'evil word of a query',
  element: 'evil-word-of-xml',
  option: 'evil-word-of-an-option',
  hidden: 'evil+word%of_an=address',
  build: 'evil-word-of-a-build',
  line: 'MIIEevilLINE0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOP',
} as const;

/** Parts of a call's record in which nothing was hidden. */
export const careless = {
  additionalEventData: { authorization: `Bearer ${secrets.bearer}`, note: `deployed with ${secrets.github} and ${secrets.anthropic}` },
  responseElements: {
    credentials: { accessKeyId: 'ASIAIOSFODNN7EXAMPLE', secretAccessKey: secrets.key, sessionToken: secrets.token },
    body: JSON.stringify({ Body: JSON.stringify({ SecretAccessKey: secrets.key, pem: secrets.pem }) }),
  },
  serviceEventDetails: {
    environment: {
      variables: { DATABASE: `postgres://app:${secrets.variable}@db/app` },
      environmentVariables: [{ name: 'TARGET', value: secrets.build, type: 'PLAINTEXT' }],
    },
    command: ['migrate', '--db-password', secrets.option],
    callback: `https%3A%2F%2Fapp%2Fin%3Faccess_token%3D${encodeURIComponent(encodeURIComponent(secrets.hidden))}`,
    userData: secrets.userData,
    masterUserPassword: secrets.password,
    parameter: { name: '/app/x', type: 'SecureString', value: secrets.secure },
  },
} as const;

/** Tags that nobody should have written. */
export const carelessTags: Readonly<Record<string, string>> = {
  DB_PASSWORD: secrets.password,
  deploy: `token ${secrets.slack}`,
  database: `postgres://app:${secrets.variable}@db/app`,
};

/** The tail of a user agent or of a log line. */
export const carelessText =
  `curl -H "Authorization: Bearer ${secrets.bearer}" ${secrets.github} postgres://app:${secrets.variable}@db/app ` +
  `<password>${secrets.element}</password> ALTER USER app IDENTIFIED BY '${secrets.query}' -- "Cookie: sid=${secrets.cookie}"`;

/** A private key that an application printed, one line an entry. */
export const carelessLines = ['-----BEGIN RSA PRIVATE KEY-----', secrets.line, '-----END RSA PRIVATE KEY-----'];

/** The names of the secrets that a text holds, as they are or as JSON writes them. */
export const heldIn = (text: string): readonly string[] =>
  Object.entries(secrets).flatMap(([name, secret]) =>
    text.includes(secret) || text.includes(JSON.stringify(secret).slice(1, -1)) ? [name] : [],
  );
