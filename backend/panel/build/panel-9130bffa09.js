import{m57_errorText as o}from"./panel-a7d7f3b857.js";export{o as a};
