import{m58_errorText as o}from"./panel-a8e877c6df.js";export{o as a};
