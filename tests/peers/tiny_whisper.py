"""A Whisper of one narrow layer with random weights: it speaks the protocol, and what it hears is nonsense."""

from pathlib import Path


def save(folder: Path) -> None:
    """Write the model with its processor, as `transformers` loads it."""
    import torch
    from transformers import (
        GenerationConfig,
        WhisperConfig,
        WhisperFeatureExtractor,
        WhisperForConditionalGeneration,
        WhisperProcessor,
        WhisperTokenizer,
    )

    letters = {chr(code): code - 32 for code in range(33, 127)} | {"Ġ": 95}
    tokenizer = WhisperTokenizer(vocab=letters, merges=[])
    special = ["<|endoftext|>", "<|startoftranscript|>", "<|en|>", "<|transcribe|>", "<|notimestamps|>"]
    tokenizer.add_special_tokens({"additional_special_tokens": special})
    end, start, english, transcribe, untimed = tokenizer.convert_tokens_to_ids(special)
    torch.manual_seed(1)
    model = WhisperForConditionalGeneration(
        WhisperConfig(
            vocab_size=len(tokenizer),
            d_model=16,
            encoder_layers=1,
            decoder_layers=1,
            encoder_attention_heads=2,
            decoder_attention_heads=2,
            encoder_ffn_dim=16,
            decoder_ffn_dim=16,
            max_target_positions=48,
            pad_token_id=end,
            bos_token_id=end,
            eos_token_id=end,
            decoder_start_token_id=start,
        )
    )
    model.generation_config = GenerationConfig(
        decoder_start_token_id=start,
        eos_token_id=end,
        pad_token_id=end,
        max_length=24,
        is_multilingual=False,
        no_timestamps_token_id=untimed,
        forced_decoder_ids=[[1, english], [2, transcribe], [3, untimed]],
    )
    model.save_pretrained(folder)
    WhisperProcessor(WhisperFeatureExtractor(), tokenizer).save_pretrained(folder)
