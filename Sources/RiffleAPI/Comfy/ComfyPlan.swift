/// A workflow that was chosen for a request, with everything but the pictures' names and the seeds.
struct ComfyPlan: Sendable {
    var name: String
    var template: ComfyTemplate
    var values: [String: ExactJSON]
    /// One graph makes all pictures.
    var isBatch = false

    /// Pixels across and down; nil where the graph decides them.
    var size: (width: Int, height: Int)? {
        guard template.has(.width), let width = values[ComfyTemplate.Slot.width.rawValue]?.int,
            let height = values[ComfyTemplate.Slot.height.rawValue]?.int
        else { return nil }
        return (width, height)
    }

    /// Enters what follows from the other values.
    mutating func settle(_ work: ComfyWork) {
        isBatch = template.makesBatches
        values[ComfyTemplate.Slot.n.rawValue] = .integer(isBatch ? work.count : 1)
        let strength = values[ComfyTemplate.Slot.strength.rawValue]?.double
        let steps = values[ComfyTemplate.Slot.steps.rawValue]?.int
        values[ComfyTemplate.Slot.start.rawValue] = strength.flatMap { template.start(strength: $0, steps: steps) }
    }
}

/// Chooses a workflow for a request by what the server has.
struct ComfyPlanner: Sendable {
    let server: ComfyServer
    let library: ComfyBackend.Library

    /// A graph of somebody else's, as a request would run it.
    private struct Foreign {
        var name: String
        var graph: ComfyGraph
    }

    func plan(_ work: ComfyWork) async throws(BackendError) -> ComfyPlan {
        var work = work
        work.model = work.model ?? server.configuration.model
        guard let name = work.workflow else { return try await automatic(work) }
        switch name {
        case WorkflowName.own, WorkflowName.recipe:
            guard let graph = work.graph else { throw .workflow(.noOwnGraph) }
            return try await foreign(Foreign(name: name, graph: graph), work)
        case _ where name.hasPrefix(WorkflowName.history):
            let graphs = try await historyGraphs()
            guard let graph = graphs.first(where: { $0.name == name }) else {
                throw .workflow(.unknown(name: name, known: graphs.map(\.name)))
            }
            return try await foreign(Foreign(name: name, graph: graph.graph), work)
        default:
            let files = library.files()
            if let text = files[name] { return try await own(name, text, work) }
            guard let builtin = BuiltinWorkflow.all.first(where: { $0.name == name }) else {
                throw .workflow(
                    .unknown(
                        name: name,
                        known: files.keys.sorted()
                            + BuiltinWorkflow.all.filter { $0.operations.contains(work.operation) }.map(\.name)))
            }
            var shelf = ModelShelf(server: server)
            return try await shelf.plan(builtin, work)
        }
    }

    /// The first built-in workflow whose nodes and models the server has.
    private func automatic(_ work: ComfyWork) async throws(BackendError) -> ComfyPlan {
        var shelf = ModelShelf(server: server)
        var lacking: [String] = []
        for builtin in BuiltinWorkflow.all
        where builtin.isAutomatic && builtin.operations.contains(work.operation)
            && builtin.takesMask == (work.mask != nil)
        {
            do throws(BackendError) {
                // Any checkpoint loads as an unCLIP model, and fails while it runs.
                if let model = work.model, builtin.needs.first?.suits(model) == false { continue }
                return try await shelf.plan(builtin, work)
            } catch .workflow(.noneFits(_, let what)) {
                lacking += what
            } catch .workflow(.noModel) {
                continue
            }
        }
        // Nothing else is lacking of a model that is not there at all.
        if let model = work.model {
            var known: [String] = []
            for folder in ["diffusion_models", "checkpoints"] { known += try await shelf.models(folder) }
            if !known.contains(model) { throw .workflow(.noModel(name: model, known: known)) }
        }
        throw .workflow(.noneFits(work.operation, lacking: lacking))
    }

    /// A file of the user's.
    private func own(_ name: String, _ text: [UInt8], _ work: ComfyWork) async throws(BackendError) -> ComfyPlan {
        let template: ComfyTemplate
        do throws(ComfyGraph.Fault) { template = try ComfyTemplate(file: text) } catch {
            throw .workflow(.badGraph(name: name, error))
        }
        var plan = try fitted(ComfyPlan(name: name, template: template, values: [:]), work)
        var shelf = ModelShelf(server: server)
        // What it leaves open is chosen as for a built-in one.
        for slot in plan.template.slots.sorted() where plan.template.isOpen(slot) {
            let need = BuiltinWorkflow.Need(slot: slot)
            guard ComfyTemplate.folders.contains(need.folder) else { continue }
            if let choice = need.choice(of: try await shelf.models(need.folder), asked: work.model) {
                plan.values[slot] = .string(choice)
            }
        }
        let model = plan.values["checkpoints"] ?? plan.values["diffusion_models"]
        if template.originals.isEmpty {
            plan.values.merge(work.defaults(model: model?.string, sizeStep: 16)) { known, _ in known }
        }
        plan.settle(work)
        return plan
    }

    /// Somebody else's graph, if it was agreed to.
    private func foreign(_ foreign: Foreign, _ work: ComfyWork) async throws(BackendError) -> ComfyPlan {
        let template: ComfyTemplate
        do throws(ComfyGraph.Fault) { template = try ComfyTemplate(finding: foreign.graph) } catch {
            throw .workflow(.badGraph(name: foreign.name, error))
        }
        let hash = library.hash(of: template)
        guard library.isApproved(hash) else {
            throw .workflow(.notApproved(try await review(foreign.graph, template, hash: hash)))
        }
        var plan = try fitted(ComfyPlan(name: foreign.name, template: template, values: [:]), work)
        plan.settle(work)
        return plan
    }

    /// The plan for the pictures that the request brings, with what it sets.
    private func fitted(_ plan: ComfyPlan, _ work: ComfyWork) throws(BackendError) -> ComfyPlan {
        var plan = plan
        plan.values = work.set
        guard plan.name != WorkflowName.recipe, work.picture != nil else { return plan }
        let hadImage = plan.template.has(.image)
        guard let begun = plan.template.begunFromPicture() else {
            throw .workflow(.takesNo(.picture, name: plan.name))
        }
        plan.template = begun
        if !hadImage {
            // What began from nothing drew all of it anew.
            let size = work.fittedSize(model: nil, step: 8)
            let defaults: [ComfyTemplate.Slot: ExactJSON] = [
                .strength: .real(0.5), .width: .integer(size.width), .height: .integer(size.height),
            ]
            for (slot, value) in defaults where plan.values[slot.rawValue] == nil { plan.values[slot.rawValue] = value }
        }
        if work.mask != nil {
            guard let masked = plan.template.masked() else { throw .workflow(.takesNo(.mask, name: plan.name)) }
            plan.template = masked
        }
        return plan
    }
}

/// What a server has, each asked for once.
struct ModelShelf {
    let server: ComfyServer
    private var folders: [String: [String]] = [:]

    init(server: ComfyServer) { self.server = server }

    mutating func models(_ folder: String) async throws(BackendError) -> [String] {
        if let known = folders[folder] { return known }
        let names = try await server.models(in: folder)
        folders[folder] = names
        return names
    }

    /// - Throws: `noneFits` where a file or a node is missing.
    mutating func plan(
        _ builtin: BuiltinWorkflow, _ work: ComfyWork, checksMask: Bool = true
    ) async throws(BackendError) -> ComfyPlan {
        var plan = ComfyPlan(name: builtin.name, template: builtin.template, values: work.set)
        if work.picture != nil, !plan.template.has(.image) { throw .workflow(.takesNo(.picture, name: builtin.name)) }
        if work.mask != nil, !plan.template.has(.mask) { throw .workflow(.takesNo(.mask, name: builtin.name)) }
        for (index, need) in builtin.needs.enumerated() {
            let names = try await models(need.folder)
            let asked = index == 0 ? work.model : nil
            if let asked, !names.contains(asked) { throw .workflow(.noModel(name: asked, known: names)) }
            guard let choice = need.choice(of: names, asked: asked) else {
                let wanted = need.parts.first.map { "a file with \($0) in its name" } ?? "any file"
                throw .workflow(.noneFits(work.operation, lacking: ["\(builtin.name): \(wanted) in \(need.folder)"]))
            }
            plan.values[need.slot] = .string(choice)
        }
        for node in builtin.nodes where try await server.node(node) == nil {
            throw .workflow(.noneFits(work.operation, lacking: ["\(builtin.name): the node \(node)"]))
        }
        if checksMask, builtin.takesMask, work.mask == nil {
            throw .workflow(.noValue(names: ["mask"], name: builtin.name))
        }
        // A size that was asked for goes in whole steps too.
        for slot in [ComfyTemplate.Slot.width, .height] { plan.values[slot.rawValue] = nil }
        plan.values.merge(
            work.defaults(model: plan.values[builtin.needs[0].slot]?.string, sizeStep: builtin.sizeStep)
        ) { known, _ in known }
        return plan
    }
}

extension ComfyTemplate {
    /// Whether a placeholder has nothing of its own to stand in for it.
    fileprivate func isOpen(_ slot: String) -> Bool {
        !graph.nodes.contains { id, node in
            node.inputs.contains { input, value in
                value == .string("{{\(slot)}}") && originals[.init(node: id, input: input)] != nil
            }
        }
    }
}
