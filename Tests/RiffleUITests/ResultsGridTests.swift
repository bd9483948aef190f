import RiffleAPI
import Testing

@testable import RiffleUI

@Suite("The grid of results")
struct ResultsGridTests {
    private func grid(_ count: Int, _ columns: Int, _ rows: Int, aspect: Double = 1, cell: Size? = nil) -> ResultsGrid {
        ResultsGrid(
            count: count, aspect: aspect, cell: cell ?? Size(columns: 10, rows: 20),
            in: Size(columns: columns, rows: rows))
    }

    @Test("Ten squares are a row in a strip, and rows and columns where there is room")
    func shapes() {
        #expect((grid(10, 158, 6).columns, grid(10, 158, 6).rows) == (10, 1))
        #expect((grid(10, 78, 20).columns, grid(10, 78, 20).rows) == (5, 2))
        #expect((grid(10, 40, 40).columns, grid(10, 40, 40).rows) == (2, 5))
        #expect((grid(4, 78, 20).columns, grid(4, 78, 20).rows) == (2, 2))
        #expect((grid(4, 78, 12).columns, grid(4, 78, 12).rows) == (4, 1))
    }

    @Test("The picture's shape and the cell's decide too")
    func proportions() {
        #expect(grid(3, 60, 24, aspect: 3).columns == 1)
        #expect(grid(3, 60, 24, aspect: 0.3).columns == 3)
        let square = grid(4, 40, 40, cell: Size(columns: 10, rows: 10))
        #expect((square.columns, square.rows) == (2, 2))
        let high = grid(4, 40, 40, cell: Size(columns: 10, rows: 40))
        #expect(high.columns == 1)
    }

    @Test(
        "All places lie in the pane, none twice, however small it is",
        arguments: [Size(columns: 18, rows: 3), Size(columns: 78, rows: 6), Size(columns: 5, rows: 2)])
    func bounds(room: Size) {
        for count in 1...10 {
            let grid = ResultsGrid(count: count, aspect: 1.5, cell: Size(columns: 9, rows: 19), in: room)
            #expect(grid.columns * grid.rows >= count)
            #expect(grid.columns * grid.slot.columns <= max(room.columns, grid.columns))
            #expect(grid.visibleRows * grid.slot.rows <= room.rows)
            for place in 0..<count {
                let row = place / grid.columns - grid.firstRow(showing: place)
                #expect((0..<grid.visibleRows).contains(row))
            }
        }
    }
}
