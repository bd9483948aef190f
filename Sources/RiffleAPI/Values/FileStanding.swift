/// What the history knows about the user's file or folder.
public struct FileStanding: Sendable, Hashable {
    /// The file's entry; nil for a folder, and for a file that is in no tree.
    public var entry: Entry?
    /// Number of descendants; for a folder, of all files inside.
    public var variations: Int
    /// How many of them are unseen.
    public var unseen: Int

    public init(entry: Entry? = nil, variations: Int = 0, unseen: Int = 0) {
        self.entry = entry
        self.variations = variations
        self.unseen = unseen
    }
}

/// Identifies a file and its state, independent of its name.
public struct FileStamp: Sendable, Hashable {
    public var device: Int64
    public var inode: Int64
    public var byteCount: Int
    /// Time of the last change in nanoseconds since 1970.
    public var modified: Int64

    public init(device: Int64, inode: Int64, byteCount: Int, modified: Int64) {
        self.device = device
        self.inode = inode
        self.byteCount = byteCount
        self.modified = modified
    }
}

/// An unseen picture with the root of its tree.
public struct UnseenPicture: Sendable, Hashable {
    public var entry: Entry
    /// Nil if its tree began with a prompt.
    public var root: Entry?
    /// Number of unseen pictures, including this one.
    public var count: Int

    public init(entry: Entry, root: Entry?, count: Int) {
        self.entry = entry
        self.root = root
        self.count = count
    }
}
