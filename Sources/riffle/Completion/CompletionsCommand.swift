import ArgumentParser
import Glibc

/// `riffle completions SHELL`: a script that makes a shell run `riffle --complete` at each Tab.
struct CompletionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completions", abstract: "Print completions for bash, zsh or fish.",
        discussion: """
            For one shell: source <(riffle completions bash), the same with zsh after compinit, or \
            riffle completions fish | source. They belong in ~/.bashrc, ~/.zshrc or ~/.config/fish/config.fish.
            """)

    @Argument(help: "bash, zsh or fish.")
    var shell: Shell

    enum Shell: String, ExpressibleByArgument, CaseIterable {
        case bash, zsh, fish

        var script: String {
            switch self {
            case .bash:
                """
                # bash completion for riffle
                _riffle() {
                    local current=${COMP_WORDS[COMP_CWORD]} word
                    local -a answer
                    COMPREPLY=()
                    mapfile -t answer < <("${COMP_WORDS[0]/#\\~/$HOME}" --complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
                    [[ $current == = ]] && current=
                    for word in "${answer[@]:1}"; do COMPREPLY+=("${word%%$'\\t'*}"); done
                    # With no words of its own, readline completes the path: it knows quotes and ~.
                    case ${answer[0]}:${#COMPREPLY[@]} in
                    files:0) compopt -o default ;;
                    folders:0) compopt -o dirnames ;;
                    files:*) compopt -o filenames; mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -f -- "$current") ;;
                    esac
                }
                complete -F _riffle riffle
                """
            case .zsh:
                """
                #compdef riffle
                _riffle() {
                    local -a answer words_
                    local line
                    answer=("${(@f)$("${(Q)words[1]/#\\~/$HOME}" --complete "${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
                    for line in "${(@)answer[2,-1]}"; do
                        words_+=("${${line%%$'\\t'*}//:/\\\\:}:${line#*$'\\t'}")
                    done
                    (( $#words_ )) && _describe -t values value words_
                    case $answer[1] in
                    files) _files ;;
                    folders) _files -/ ;;
                    esac
                }
                if [[ $zsh_eval_context[-1] == loadautofunc ]]; then _riffle "$@"; else compdef _riffle riffle; fi
                """
            case .fish:
                """
                # fish completion for riffle
                function __riffle_complete
                    set -l words (commandline -opc)
                    set -l current (commandline -ct)
                    set -l answer (command $words[1] --complete $words[2..-1] "$current" 2>/dev/null)
                    for line in $answer[2..-1]
                        echo $line
                    end
                    switch "$answer[1]"
                        case files
                            __fish_complete_path $current
                        case folders
                            __fish_complete_directories $current ""
                    end
                end
                complete -c riffle -f -a '(__riffle_complete)'
                """
            }
        }
    }

    func run() throws { writeAll("\(shell.script)\n".utf8, to: STDOUT_FILENO) }
}
