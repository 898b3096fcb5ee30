import{m57_errorText as o}from"./panel-ea69c27c25.js";export{o as a};
