import{m59_errorText as o}from"./panel-f61a668cc5.js";export{o as a};
