import{m67_ru as o}from"./panel-b602d47a2d.js";export{o as a};
