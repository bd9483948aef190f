import Foundation
import RiffleAPI
import Testing

@testable import RiffleHistory

@Suite("The user's files") struct FileTests {
    let directory: TestDirectory
    let store: HistoryStore

    init() throws {
        directory = try TestDirectory()
        store = try directory.open()
    }

    @Test("a source is the same wherever its file is, and moves with it")
    func moved() async throws {
        let (old, new) = (directory.path + "/old.png", directory.path + "/new.png")
        try Data(picture(0)).write(to: URL(filePath: old))
        let source = try await store.source(path: old)
        let copy = try await store.source(path: new)
        #expect(copy.id == source.id && copy.originPath == old, "a copy is the same picture")
        try FileManager.default.moveItem(atPath: old, toPath: new)
        #expect(try await store.source(path: new).originPath == new)
        #expect(try directory.count("entry") == 1)
    }

    @Test("a file has the tree of the picture that it is, at its place, and that of its path")
    func place() async throws {
        let root = try await store.source()
        let request = try await store.begin(root)
        let made = try await store.keep(1, request)
        let child = try await store.keep(2, try await store.begin(made))
        let found = try await store.lineage(path: "/elsewhere/copy.png", digest: made.digest)
        #expect(found.place == made.id)
        #expect(found.lineages.map(\.root) == [root])
        #expect(found.lineages.first?.entries == [made, child])
        #expect(try await store.lineage(path: "/p/cat.png", digest: root.digest).place == root.id)
        #expect(try await store.lineage(path: "/p/none.png", digest: nil).lineages.isEmpty)
    }

    @Test("files and folders have the number of pictures made from them, and of those unseen")
    func standing() async throws {
        let root = try await store.source(path: "/p/cats/cat.png")
        let made = try await store.keep(1, try await store.begin(root))
        _ = try await store.keep(2, try await store.begin(made))
        try await store.markSeen([made.id])
        try await store.mark([.entry(made.id)], .favourite(true))
        let own = try await store.standing(path: "/p/cats/cat.png", digest: nil)
        #expect(own.entry?.id == root.id && own.variations == 2 && own.unseen == 1)
        let copy = try await store.standing(path: "/q/copy.png", digest: made.digest)
        #expect(copy.entry?.isFavourite == true && copy.variations == 1 && copy.unseen == 1)
        #expect(try await store.standing(folder: "/p") == FileStanding(variations: 2, unseen: 1))
        #expect(try await store.standing(folder: "/") == FileStanding(variations: 2, unseen: 1))
        #expect(try await store.standing(folder: "/p/cat") == FileStanding())
    }

    @Test("unseen pictures follow each other through all trees, and begin again after the last")
    func unseen() async throws {
        let first = try await store.keep(1, try await store.begin(try await store.source(1, path: "/p/a.png")))
        let other = try await store.source(2, path: "/p/b.png")
        let second = try await store.keep(2, try await store.begin(other))
        #expect(try await store.unseenCount() == 2)
        let next = try await store.nextUnseen(after: first.id)
        #expect(next == UnseenPicture(entry: second, root: other, count: 2))
        #expect(try await store.nextUnseen(after: second.id)?.entry == first)
        try await store.markSeen([first.id, second.id])
        #expect(try await store.nextUnseen(after: nil) == nil)
    }

    @Test("what a file's bytes are is remembered until it changes")
    func remembered() async throws {
        var stamp = FileStamp(device: 1, inode: 2, byteCount: 3, modified: 4)
        let digest = HistoryStore.digest(of: picture(1))
        try await store.remember([.init(stamp: stamp, path: "/p/a.png", digest: digest)])
        #expect(try await store.digest(of: stamp) == digest)
        stamp.modified = 5
        #expect(try await store.digest(of: stamp) == nil)
    }

    @Test("a file that is only marked is read from where it is, and kept once something is made from it")
    func mentioned() async throws {
        let path = directory.path + "/own.png"
        try Data(picture(0)).write(to: URL(filePath: path))
        let digest = HistoryStore.digest(of: picture(0))
        let stamp = FileStamp(device: 1, inode: 2, byteCount: 3, modified: 4)
        let file = HistoryStore.ChosenFile(path: path, digest: digest, facts: facts, stamp: stamp)
        let own = try await store.mention([file, file])
        #expect(own.count == 2 && own[0] == own[1])
        #expect(try await store.digest(of: stamp) == digest)
        #expect(directory.fileNames().isEmpty)
        #expect(try await store.bytes(digest: digest) == picture(0))
        #expect(try store.readablePath(digest: digest) == path)
        #expect(try await store.source(path: path).id == own[0])
        #expect(directory.fileNames().count == 1)
        try FileManager.default.removeItem(atPath: path)
        #expect(try await store.bytes(digest: digest) == picture(0))
    }
}
