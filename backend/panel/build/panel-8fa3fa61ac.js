import{m67_ru as o}from"./panel-687fbdb11a.js";export{o as a};
