import{m57_errorText as o}from"./panel-1f1022058e.js";export{o as a};
