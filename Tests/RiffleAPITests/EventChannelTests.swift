import Testing

@testable import RiffleAPI

@Suite(.timeLimit(.minutes(1))) struct EventChannelTests {
    @Test("of what nobody has read yet the last unfinished picture of each place is kept, and the last of the exchange")
    func stale() async {
        let partial = PartialImage(width: 1, height: 1, rgba: [1, 2, 3, 4])
        let (stream, work): (AsyncThrowingStream<BackendEvent, any Error>, Task<Void, Never>) = EventChannel.stream {
            channel in
            for count in 1...1000 {
                channel.post(.exchange(.sent(bytes: count, of: 1000)))
                await channel.send(.partial(picture: 0, partial))
                channel.post(.partialFile(picture: 1, [UInt8(count % 256)]))
            }
            channel.post(.partialFile(picture: 0, [7]))
            await channel.send(.finished(AnswerFacts(created: 1)))
        }
        await work.value
        let (events, error) = await RiffleAPITests.events(of: stream)
        #expect(error == nil)
        #expect(
            events == [
                .exchange(.sent(bytes: 1000, of: 1000)), .partialFile(picture: 1, [232]), .partialFile(picture: 0, [7]),
                .finished(AnswerFacts(created: 1)),
            ])
    }
}
