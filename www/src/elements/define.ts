/** The one place where names are given to elements. A page that has more of them gives those along. */
import { OrApp } from './app.ts';
import { OrConsole } from './console.ts';
import { OrData } from './data.ts';
import { OrDataBrowser } from './data-browser.ts';
import { OrDetails } from './details.ts';
import { OrDiagram } from './diagram.ts';
import { OrDialogs } from './dialogs.ts';
import { OrEditor } from './editor.ts';
import { OrErrors } from './errors.ts';
import { OrExamples } from './examples.ts';
import { OrFindings } from './findings.ts';
import { OrGrowth } from './growth.ts';
import { OrHeader } from './header.ts';
import { OrHistory } from './history.ts';
import { OrNotice } from './notice.ts';
import { OrQueries } from './queries.ts';
import { OrQuery } from './query.ts';
import { OrQuestions } from './questions.ts';
import { OrResult } from './result.ts';
import { OrResultTable } from './result-table.ts';
import { OrResults } from './results.ts';
import { OrRunBar } from './run-bar.ts';
import { OrSchema } from './schema.ts';
import { OrScoreboard } from './scoreboard.ts';
import { OrSentence } from './sentence.ts';
import { OrSql } from './sql.ts';
import { OrSqlDiff } from './sql-diff.ts';
import { OrSubquery } from './subquery.ts';
import { OrTabs } from './tabs.ts';
import { OrTimeModel } from './time-model.ts';
import { OrTrace } from './trace.ts';
import { OrWhatIf } from './what-if.ts';

const ELEMENTS = {
  'or-console': OrConsole,
  'or-data': OrData,
  'or-data-browser': OrDataBrowser,
  'or-details': OrDetails,
  'or-diagram': OrDiagram,
  'or-dialogs': OrDialogs,
  'or-editor': OrEditor,
  'or-errors': OrErrors,
  'or-examples': OrExamples,
  'or-findings': OrFindings,
  'or-growth': OrGrowth,
  'or-header': OrHeader,
  'or-history': OrHistory,
  'or-notice': OrNotice,
  'or-queries': OrQueries,
  'or-query': OrQuery,
  'or-questions': OrQuestions,
  'or-result': OrResult,
  'or-result-table': OrResultTable,
  'or-results': OrResults,
  'or-run-bar': OrRunBar,
  'or-schema': OrSchema,
  'or-scoreboard': OrScoreboard,
  'or-sentence': OrSentence,
  'or-sql': OrSql,
  'or-sql-diff': OrSqlDiff,
  'or-subquery': OrSubquery,
  'or-tabs': OrTabs,
  'or-time-model': OrTimeModel,
  'or-trace': OrTrace,
  'or-what-if': OrWhatIf,
  // Last: the others are defined when it first renders.
  'or-app': OrApp,
};

export function defineElements(more: Record<string, CustomElementConstructor> = {}): void {
  for (const [name, element] of Object.entries({ ...ELEMENTS, ...more })) {
    if (!customElements.get(name)) customElements.define(name, element);
  }
}
