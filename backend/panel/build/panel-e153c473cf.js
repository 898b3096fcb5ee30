import{m57_errorText as o}from"./panel-b23440702e.js";export{o as a};
