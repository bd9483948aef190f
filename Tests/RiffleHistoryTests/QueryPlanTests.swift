import GRDB
import Testing

@testable import RiffleHistory

@Suite struct QueryPlanTests {
    let directory: TestDirectory

    init() throws { directory = try TestDirectory() }

    @Test(
        "no question reads a table through",
        arguments: [
            Query.entry, Query.source, Query.sources, Query.answer, Query.root, Query.treeRequests, Query.treeEntries,
            Query.summaries(), Query.running, Query.request, Query.answers, Query.same, Query.requestsFrom,
            Query.requestsFromWords, Query.entriesFromWords, Query.requestsFromWordsAt, Query.prompts, Query.pending,
            Query.sameSource, Query.digestOfFile, Query.pictureOfSize, Query.pathsOf, Query.madeInFolder,
            Query.nextUnseen,
        ])
    func searches(sql: String) async throws {
        let plan = try await plan(of: sql)
        #expect(!plan.isEmpty)
        // The indices of running requests and of those in words hold nothing else, so they are read through; so is what
        // a question has found itself.
        #expect(
            plan.filter {
                $0.hasPrefix("SCAN") && !$0.hasSuffix("USING INDEX request_running")
                    && !$0.hasSuffix("USING INDEX request_prompt")
                    && !$0.hasSuffix("USING INDEX request_pending") && $0 != "SCAN below" && $0 != "SCAN made"
            } == [])
    }

    @Test("a page of the history takes no more than its own rows, counted in indices")
    func page() async throws {
        let plan = try await plan(of: Query.summaries())
        #expect(plan.first == "SEARCH request USING INTEGER PRIMARY KEY (rowid<?)")
        #expect(!plan.contains { $0.contains("TEMP B-TREE") })
        let counts = plan.filter { $0.hasPrefix("SEARCH made") }
        #expect(counts.count == 2)
        #expect(counts.allSatisfy { $0.contains("USING INDEX entry_") || $0.contains("USING COVERING INDEX entry_") })
        #expect(counts.contains { $0.contains("entry_favourite") })
    }

    @Test("what is searched for leads: the full-text index or that of marked pictures")
    func searched() async throws {
        let found = try await plan(
            of: Query.summariesFound(where: Query.PictureMark.favourite.ofRequest("search.rowid")))
        #expect(found.first?.hasPrefix("SCAN search VIRTUAL TABLE INDEX") == true)
        #expect(!found.contains { $0.contains("TEMP B-TREE") })
        let marked = try await plan(of: Query.summariesMarked(.rated(atLeast: 3)))
        #expect(marked.contains { $0.contains("entry USING INDEX entry_rating") })
        #expect(marked.contains("SEARCH request USING INTEGER PRIMARY KEY (rowid=?)"))
    }

    private func plan(of sql: String) async throws -> [String] {
        let store = try directory.open()
        return try await store.reading { db in
            let arguments = StatementArguments(
                Array(
                    repeating: 1,
                    count: sql.contains("?2") ? 2 : sql.contains("?1") ? 1 : sql.count { $0 == "?" }))
            return try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN " + sql, arguments: arguments).map { $0["detail"] }
        }
    }
}
