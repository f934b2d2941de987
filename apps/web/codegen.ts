import type { CodegenConfig } from '@graphql-codegen/cli';

/** Typed documents from the committed schema; nothing else of the API is known here. */
const config: CodegenConfig = {
  schema: '../api/schema.graphql',
  documents: ['features/**/*.{ts,tsx}'],
  ignoreNoDocuments: true,
  generates: {
    'generated/': {
      preset: 'client',
      presetConfig: { fragmentMasking: { unmaskFunctionName: 'readFragment' } },
      config: {
        importExtension: '.ts',
        useTypeImports: true,
        strictScalars: true,
        immutableTypes: true,
        enumType: 'string-literal',
        scalars: { Offset: 'number', Long: 'number', DateTime: 'string', Base64: 'string', JSON: 'unknown' },
      },
    },
  },
};

export default config;
