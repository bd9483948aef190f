/// What the history knows of a file or folder of the user's.
public struct FileStanding: Sendable, Hashable {
    /// The picture of the trees that the file is; nil for a folder, and for a file that is in none.
    public var entry: Entry?
    /// Pictures that were made from it, directly or not; of a folder, from everything inside it.
    public var variations: Int
    /// How many of them nobody has looked at yet.
    public var unseen: Int

    public init(entry: Entry? = nil, variations: Int = 0, unseen: Int = 0) {
        self.entry = entry
        self.variations = variations
        self.unseen = unseen
    }
}

/// What tells a file from others, and from what it was before it changed; its name does not matter.
public struct FileStamp: Sendable, Hashable {
    public var device: Int64
    public var inode: Int64
    public var byteCount: Int
    /// Nanoseconds since 1970 of its last change.
    public var modified: Int64

    public init(device: Int64, inode: Int64, byteCount: Int, modified: Int64) {
        self.device = device
        self.inode = inode
        self.byteCount = byteCount
        self.modified = modified
    }
}

/// A picture that nobody has looked at yet, with the root of its tree.
public struct UnseenPicture: Sendable, Hashable {
    public var entry: Entry
    /// Nil where its tree began with words.
    public var root: Entry?
    /// How many there are, itself included.
    public var count: Int

    public init(entry: Entry, root: Entry?, count: Int) {
        self.entry = entry
        self.root = root
        self.count = count
    }
}
